# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def chain() -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    for i in range(1, len(model.layers)):
        model.layers[i].weight += model.layers[i - 1].weight
    return model


result = chain()
