# expect: withheld (`replace` calls the constructor)
import dataclasses
import equinox as eqx


class Layer(eqx.Module):
    weight: float = eqx.field(converter=lambda x: x * 2)
    bias: float = 0.0


class Model(eqx.Module):
    layer: Layer
    scale: float

    def __check_init__(self) -> None:
        print("made", self.scale)


model = Model(Layer(1.0), 3.0)
model = dataclasses.replace(model, layer=dataclasses.replace(model.layer, bias=5.0))
result = model
