# expect: rewritten
from equinox import Module, tree_at


class Layer(Module):
    weight: float


layer = tree_at(lambda l: l.weight, Layer(1.0), 2.0)
layer.weight = layer.weight + 1.0
result = layer
