# expect: rewritten
import equinox


class Layer(equinox.Module):
    weight: float


layer = equinox.tree_at(lambda tree: tree.weight, Layer(1.0), 2.0)
layer.weight = layer.weight + 1.0
result = layer
