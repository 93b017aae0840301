# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run(limit: float) -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    for layer in model.layers:
        if layer.weight > limit:
            break
        layer.weight = 0.0
    return model


result = run(1.5)
