# expect: withheld (the layer is in the tree again, and changes there)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    items: list[float]


class Model(eqx.Module):
    layers: list[Layer]


def run() -> tuple[Model, Layer]:
    model = Model([Layer(1.0, [1.0]), Layer(2.0, [2.0]), Layer(3.0, [3.0])])
    first = model.layers.pop(0)
    model.layers.append(first)
    model.layers[-1].weight = 5.0
    return model, first


result = run()
