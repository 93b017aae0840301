# expect: withheld (the container is used later)
import equinox as eqx


class Model(eqx.Module):
    layers: list[float]


def run() -> tuple[Model, int]:
    layers = [1.0]
    model = Model(layers)
    model.layers.append(2.0)
    return model, len(layers)


result = run()
