# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Layer(eqx.Module):
    weight: float
    bias: float
    gain: float


def run() -> Layer:
    layer = Layer(0.0, 0.0, 0.0)
    layer.weight = trace("weight", 1.0)
    layer.bias = trace("bias", 2.0)
    layer.gain = trace("gain", layer.weight + layer.bias)
    return layer


result = run()
