# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


layer = Layer(1.0, 2.0); layer.weight += 1.0; seen = layer.weight; layer.bias = seen * 2  # all
layer.weight = layer.bias; layer.bias = layer.weight + 1
result = layer, seen
