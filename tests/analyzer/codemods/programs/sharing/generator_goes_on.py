# expect: withheld (a generator reads the rest of the old list later)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


model = Model([Layer(1.0), Layer(2.0)])
weights = (layer.weight for layer in model.layers)
first = next(weights)
model.layers[1].weight = 30.0
result = first, next(weights), model
