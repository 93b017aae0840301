# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


class Model(eqx.Module):
    encoder: Layer
    decoder: Layer

    def load_state_dict(self, state: dict[str, float]) -> None:
        self.encoder.weight = state["encoder.weight"]
        self.encoder.bias = state["encoder.bias"]
        self.decoder.weight = state["decoder.weight"]
        self.decoder.bias = state["decoder.bias"]


names = ("encoder.weight", "encoder.bias", "decoder.weight", "decoder.bias")
model = Model(Layer(0.0, 0.0), Layer(0.0, 0.0))
model.load_state_dict({name: float(i) for i, name in enumerate(names)})
result = model
