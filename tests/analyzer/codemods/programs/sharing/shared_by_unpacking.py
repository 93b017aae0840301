# expect: withheld (two places hold one node)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    head: Layer


def doubled(layer: Layer) -> Layer:
    layer.weight *= 2
    return layer


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0)], Layer(3.0))
    for _ in range(2):
        model.layers[1].weight -= 0.5
        model.layers[0], model.layers[1] = model.layers[1], doubled(model.head)
    return model


result = run()
