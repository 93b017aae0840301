# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    for layer in model.layers:
        model.total += layer.weight
        layer.weight = model.total
    return model


result = run()
