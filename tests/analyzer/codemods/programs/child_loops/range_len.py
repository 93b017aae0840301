# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def square() -> Model:
    model = Model([Layer(2.0), Layer(3.0)])
    for i in range(len(model.layers)):
        model.layers[i].weight = model.layers[i].weight ** 2
    return model


result = square()
