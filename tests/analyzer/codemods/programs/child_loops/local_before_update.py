# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def normalise() -> Model:
    model = Model([Layer(1.0), Layer(4.0)])
    for layer in model.layers:
        norm = abs(layer.weight) + 1.0
        layer.weight = layer.weight / norm
    return model


result = normalise()
