# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run(range: int, len: int) -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    for layer in model.layers:
        layer.weight = float(range)
    for index, layer in enumerate(model.layers):
        layer.weight += float(len) + index
    return model


result = run(5, 6)
