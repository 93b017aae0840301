# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> tuple[Model, Layer]:
    model = Model([Layer(1.0), Layer(2.0)])
    for layer in model.layers:
        layer.weight += 1.0
    layer.weight = 9.0
    return model, layer


result = run()
