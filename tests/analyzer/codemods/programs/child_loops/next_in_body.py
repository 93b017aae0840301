# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


class Model(eqx.Module):
    layers: list[Layer]


def load() -> Model:
    model = Model([Layer(1.0, 0.0), Layer(2.0, 0.0)])
    values = iter([5.0, 6.0, 7.0, 8.0])
    for layer in model.layers:
        layer.weight = next(values)
        layer.bias = next(values)
    return model


result = load()
