# expect: withheld (the place of the alias changes)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    layer = model.layers[0]
    layers = model.layers
    layers.reverse()
    layer.weight = 7.0
    return model


result = run()
