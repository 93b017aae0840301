# expect: withheld (all items hold one node)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Model:
    base = Layer(1.0)
    model = Model([base for _ in range(3)])
    model.layers[0].weight = 5.0
    return model


result = run()
