# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Layer(eqx.Module):
    weight: float
    bias: float


layer = Layer(1.0, 2.0)
initial = layer.weight = trace("made once", 4.0)
layer.bias = initial + 1
result = layer, initial
