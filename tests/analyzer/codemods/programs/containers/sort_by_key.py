# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


model = Model([Layer(3.0), Layer(1.0), Layer(2.0)])
model.layers.sort(key=lambda layer: layer.weight)
result = model
