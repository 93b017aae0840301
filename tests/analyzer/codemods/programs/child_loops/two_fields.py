# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


class Model(eqx.Module):
    layers: list[Layer]


def reset() -> Model:
    model = Model([Layer(1.0, 2.0), Layer(3.0, 4.0)])
    for layer in model.layers:
        layer.weight = 0.0
        layer.bias = 1.0
    return model


result = reset()
