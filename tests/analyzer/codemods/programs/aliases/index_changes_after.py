# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Model:
    model, i = Model([Layer(1.0), Layer(2.0), Layer(3.0)]), 0
    layer = model.layers[i]
    i += 1
    layer.weight = 7.0
    other = model.layers[i]
    i = 2
    other.weight = layer.weight + 1.0
    return model


result = run()
