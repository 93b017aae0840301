# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


class Model(eqx.Module):
    layers: list[Layer]


def run(model: int, tree: int) -> Model:
    m = Model([Layer(1.0, 0.0), Layer(2.0, 0.0)])
    m.layers[model].weight = 3.0
    m.layers[tree].bias = m.layers[model].weight
    return m


result = run(0, 1)
