# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def initialise() -> Model:
    model = Model([Layer(0.0), Layer(0.0)])
    for number, layer in enumerate(model.layers):
        layer.weight = trace("draw", number + 0.5)
    return model


result = initialise()
