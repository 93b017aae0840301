# expect: withheld (the place of the alias may change)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


class Outer(eqx.Module):
    models: list[Model]


def run(i: int) -> Outer:
    outer = Outer([Model([Layer(1.0), Layer(2.0)])])
    layer = outer.models[i].layers[0]
    outer.models[0].layers.reverse()
    layer.weight = 7.0
    return outer


result = run(0)
