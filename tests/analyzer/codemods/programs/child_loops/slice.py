# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def reset_all_but_last() -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    for layer in model.layers[:-1]:
        layer.weight = 0.0
    return model


result = reset_all_but_last()
