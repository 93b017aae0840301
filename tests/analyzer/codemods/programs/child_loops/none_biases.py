# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float | None = None


class Model(eqx.Module):
    layers: list[Layer]


def with_bias() -> Model:
    model = Model([Layer(1.0), Layer(2.0, 3.0)])
    for layer in model.layers:
        layer.bias = 0.0
    return model


result = with_bias()
