# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def halve() -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    for layer in model.layers:
        layer.weight = layer.weight / 2
    return model


result = halve()
