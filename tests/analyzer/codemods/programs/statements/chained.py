# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


layer = Layer(1.0, 2.0)
layer.weight = layer.bias = 0.5
result = layer
