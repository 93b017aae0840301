# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def grow(model: Model) -> Layer:
    model.layers.append(Layer(float(len(model.layers))))
    return model.layers[-1]


def run() -> Model:
    model = Model([])
    grow(model)
    grow(model)
    return model


result = run()
