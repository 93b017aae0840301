# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


def initial() -> tuple[float, float]:
    return 0.1, 0.2


layer = Layer(1.0, 2.0)
layer.weight, layer.bias = initial()
result = layer
