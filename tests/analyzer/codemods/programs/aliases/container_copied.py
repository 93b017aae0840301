# expect: nothing found
import equinox as eqx


class Model(eqx.Module):
    layers: list[float]


def run() -> tuple[Model, list[float]]:
    model = Model([1.0])
    layers = list(model.layers)
    layers.append(2.0)
    more = model.layers[:]
    more[0] = 3.0
    return model, layers + more


result = run()
