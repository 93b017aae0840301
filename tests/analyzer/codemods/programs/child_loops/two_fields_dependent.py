# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


class Model(eqx.Module):
    layers: list[Layer]


def fold() -> Model:
    model = Model([Layer(1.0, 2.0), Layer(3.0, 4.0)])
    for layer in model.layers:
        layer.weight = layer.weight + layer.bias
        layer.bias = layer.weight * 2
    return model


result = fold()
