# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def reset(count: int) -> Model:
    model = Model([Layer(1.0) for _ in range(count)])
    for layer in model.layers:
        layer.weight = 0.0
    return model


result = [reset(0), reset(2)]
