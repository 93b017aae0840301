# expect: withheld (two places hold one node)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    head: Layer


def same(layer: Layer) -> Layer:
    return layer


def run() -> Model:
    model = Model([Layer(1.0)], Layer(3.0))
    model.layers[0] = same(model.head)
    model.head.weight = 5.0
    return model


result = run()
