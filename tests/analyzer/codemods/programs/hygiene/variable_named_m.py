# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run(m: int) -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    model.layers[m].weight = 3.0
    return model


result = run(1)
