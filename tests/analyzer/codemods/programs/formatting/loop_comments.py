# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def reset() -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    # All of them:
    for layer in model.layers:  # in order
        layer.weight = 0.0  # fresh
    # Done.
    return model


result = reset()
