# expect: withheld (a shallow copy holds the same children)
import copy
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> tuple[Model, Model]:
    model = Model([Layer(1.0)])
    other = copy.copy(model)
    other.layers[0].weight = 5.0
    return model, other


result = run()
