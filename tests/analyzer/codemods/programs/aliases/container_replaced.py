# expect: withheld (the alias is of the list before)
import equinox as eqx


class Model(eqx.Module):
    layers: list[float]


def run() -> tuple[Model, list[float]]:
    model = Model([1.0])
    layers = model.layers
    model.layers = [5.0]
    layers.append(2.0)
    return model, layers


result = run()
