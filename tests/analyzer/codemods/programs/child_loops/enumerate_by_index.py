# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def shift() -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    for i, layer in enumerate(model.layers, start=0):
        model.layers[i].weight = layer.weight + i
    return model


result = shift()
