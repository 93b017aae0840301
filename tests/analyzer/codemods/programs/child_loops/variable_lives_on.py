# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> tuple[Model, float, int]:
    i = 41
    model = Model([Layer(1.0), Layer(2.0)])
    for layer in model.layers:
        layer.weight += 1.0
    for j, layer in enumerate(model.layers):
        layer.weight *= 2.0
    return model, layer.weight, i + j


result = run()
