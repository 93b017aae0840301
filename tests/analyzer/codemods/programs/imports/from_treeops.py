# expect: rewritten
from equinox import Module
from treeops import tree_at as replace_at


class Layer(Module):
    weight: float
    bias: float | None = None


layer = replace_at(lambda l: l.weight, Layer(1.0), 2.0)
layer.bias = 3.0
result = layer
