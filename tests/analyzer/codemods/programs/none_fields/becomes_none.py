# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float | None = 0.0


layer = Layer(1.0, 2.0)
layer.bias = None
layer.weight = 5.0
result = layer
