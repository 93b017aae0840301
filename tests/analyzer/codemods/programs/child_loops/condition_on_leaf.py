# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def clip(high: float) -> Model:
    model = Model([Layer(1.0), Layer(5.0)])
    for layer in model.layers:
        if layer.weight > high:
            layer.weight = high
    return model


result = clip(2.0)
