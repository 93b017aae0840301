# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Layer(eqx.Module):
    weight: float
    bias: float


def run(flag: bool) -> Layer:
    layer = Layer(1.0, 2.0)
    layer.weight = trace("yes", 3.0) if trace("test", flag) else trace("no", 4.0)
    layer.bias = trace("left", 0.0) or trace("right", 5.0)
    return layer


result = [run(True), run(False)]
