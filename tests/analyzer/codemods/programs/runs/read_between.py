# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


def run() -> tuple[Layer, float]:
    layer = Layer(1.0, 2.0)
    layer.weight = 3.0
    seen = layer.weight + layer.bias
    layer.bias = seen
    return layer, seen


result = run()
