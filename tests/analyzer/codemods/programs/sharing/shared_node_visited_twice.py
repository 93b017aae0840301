# expect: withheld (one node may be visited twice)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Model:
    model = Model([Layer(1.0)] * 2)
    for layer in model.layers:
        layer.weight *= 2
    return model


result = run()
