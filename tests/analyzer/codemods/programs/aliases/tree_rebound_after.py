# expect: withheld (the alias is of the tree before)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> tuple[Model, Model]:
    first = model = Model([Layer(1.0)])
    layer = model.layers[0]
    model = Model([Layer(2.0)])
    layer.weight = 7.0
    return first, model


result = run()
