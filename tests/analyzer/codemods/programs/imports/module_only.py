# expect: rewritten
from equinox import Module


class Layer(Module):
    weight: float


layer = Layer(1.0)
layer.weight = 2.0
result = layer
