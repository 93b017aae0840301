# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]

    def decay(self, rate: float) -> None:
        for layer in self.layers:
            layer.weight -= rate * layer.weight


model = Model([Layer(1.0), Layer(2.0)])
model.decay(0.5)
result = model
