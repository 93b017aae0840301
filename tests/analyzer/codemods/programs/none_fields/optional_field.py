# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float | None = None
    mask: float | None = None


layer = Layer(1.0)
layer.bias = 2.0
layer.mask = 0.0
result = layer
