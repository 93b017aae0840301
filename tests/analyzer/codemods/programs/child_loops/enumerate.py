# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def number() -> Model:
    model = Model([Layer(0.0), Layer(0.0), Layer(0.0)])
    for i, layer in enumerate(model.layers):
        layer.weight = float(i)
    return model


result = number()
