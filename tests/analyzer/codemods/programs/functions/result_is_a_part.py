# expect: withheld (what is returned is a part that is changed later)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def grow(model: Model) -> Layer:
    model.layers.append(Layer(float(len(model.layers))))
    return model.layers[-1]


def run() -> tuple[Model, Layer]:
    model = Model([])
    layer = grow(model)
    layer.weight = 9.0
    model.layers[0].weight += 1.0
    return model, layer


result = run()
