# expect: withheld (the variable is another list by then)
import equinox as eqx


class Model(eqx.Module):
    layers: list[float]


def run() -> tuple[Model, list[float]]:
    model = Model([1.0])
    layers = model.layers
    layers.append(2.0)
    layers = layers + [3.0]
    layers.append(4.0)
    layers += [5.0]
    return model, layers


result = run()
