# expect: withheld (the caller's tree stays as it was)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    scale: float = 1.0


def grown(layer: Layer) -> Layer:
    layer = eqx.tree_at(lambda tree: tree.weight, layer, 5.0)
    layer.scale = 2.0
    return layer


layer = Layer(1.0)
other = grown(layer)
result = layer, other
