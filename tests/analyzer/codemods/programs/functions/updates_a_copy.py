# expect: withheld (only the function's own new tree changes)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    scale: float = 1.0


def grown(layer: Layer) -> float:
    layer = eqx.tree_at(lambda tree: tree.weight, layer, 5.0)
    layer.scale = 2.0
    return layer.weight * layer.scale


layer = Layer(1.0)
out = grown(layer)
result = layer, out
