# expect: withheld (a static field)
import dataclasses
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    size: int = eqx.field(static=True, default=1)


class Model(eqx.Module):
    layer: Layer
    scale: float


model = Model(Layer(1.0), 3.0)
model = dataclasses.replace(model, layer=dataclasses.replace(model.layer, size=5))
result = model
