# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def load(values: list[float]) -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    for layer, value in zip(model.layers, values, strict=False):
        layer.weight = value
    return model


result = [load([9.0]), load([7.0, 8.0, 9.0, 10.0])]
