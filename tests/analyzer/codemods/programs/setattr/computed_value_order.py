# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


model = Model([Layer(1.0), Layer(2.0)])
setattr(model.layers[trace("index", 1)], "weight", trace("value", 5.0))
result = model
