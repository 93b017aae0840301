# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


model = Model([Layer(1.0), Layer(2.0)])
total = sum(layer.weight for layer in model.layers)
model.layers[1].weight = total
result = any(layer.weight == total for layer in model.layers), model
