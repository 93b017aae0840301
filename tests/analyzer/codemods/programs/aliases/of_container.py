# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    layers: list[float]


def run() -> Model:
    model = Model([1.0])
    layers = model.layers
    layers.append(2.0)
    layers[0] = 3.0
    return model


result = run()
