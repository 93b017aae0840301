# expect: withheld (one argument is a part of the other)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def pull(model: Model, layer: Layer) -> float:
    model.layers[0].weight += 1.0
    layer.weight *= 2.0
    return layer.weight + model.layers[0].weight


model = Model([Layer(1.0), Layer(2.0)])
out = pull(model, model.layers[0])
result = model, out
