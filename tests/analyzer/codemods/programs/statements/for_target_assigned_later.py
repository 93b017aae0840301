# expect: withheld (the index is assigned after the place)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    step: int = 0
    total: float = 0.0


def run() -> Model:
    model, i = Model([Layer(1.0), Layer(2.0)]), 0
    for model.layers[i].weight, i in ((7.0, 1), (8.0, 0)):
        pass
    return model


result = run()
