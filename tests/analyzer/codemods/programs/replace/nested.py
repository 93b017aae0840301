# expect: rewritten
import dataclasses
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


class Model(eqx.Module):
    layer: Layer
    scale: float


model = Model(Layer(1.0, 2.0), 3.0)
model = dataclasses.replace(model, layer=dataclasses.replace(model.layer, weight=5.0))
result = model
