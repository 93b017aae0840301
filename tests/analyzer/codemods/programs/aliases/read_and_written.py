# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Model:
    model = Model([Layer(1.0, 0.0), Layer(2.0, 0.0)])
    last = model.layers[-1]
    last.weight = last.weight * 2
    last.bias = 1.0
    return model


result = run()
