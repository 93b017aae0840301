# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def inner(layer: Layer) -> None:
    layer.weight += 1.0


def outer(model: Model) -> float:
    inner(model.layers[0])
    inner(model.layers[-1])
    return model.layers[0].weight


model = Model([Layer(1.0), Layer(2.0)])
first = outer(model)
second = outer(model)
result = model, first, second
