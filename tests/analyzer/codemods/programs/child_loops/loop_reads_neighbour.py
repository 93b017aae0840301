# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    for layer in model.layers:
        layer.weight = model.layers[0].weight + layer.weight
    return model


result = run()
