# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def backwards() -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    for layer in reversed(model.layers):
        layer.weight = trace("weight", layer.weight * 2)
    return model


result = backwards()
