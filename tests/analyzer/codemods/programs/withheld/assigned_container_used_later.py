# expect: withheld (the container assigned is used later)
import equinox as eqx


class Model(eqx.Module):
    layers: list[float]


def run() -> Model:
    model = Model([])
    layers = [1.0]
    model.layers = layers
    layers.append(2.0)
    return model


result = run()
