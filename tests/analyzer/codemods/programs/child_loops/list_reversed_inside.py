# expect: withheld (the list changes under the loop)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    for layer in model.layers:
        model.layers.reverse()
        layer.weight *= 10.0
    return model


result = run()
