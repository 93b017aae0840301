# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def cumulate() -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    total = 0.0
    for layer in model.layers:
        total += layer.weight
        layer.weight = total
    return model


result = cumulate()
