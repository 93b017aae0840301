# expect: withheld (one layer stands at two places)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    items: list[float]


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Model:
    model = Model([Layer(1.0, [1.0]), Layer(2.0, [2.0]), Layer(3.0, [3.0])])
    first = model.layers.pop(0)
    for _ in range(2):
        model.layers.append(first)
    model.layers[-1].items.append(5.0)
    return model


result = run()
