# expect: withheld (both parameters are one tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def add(left: Layer, right: Layer) -> None:
    left.weight += right.weight
    right.weight += left.weight


layer = Layer(1.0)
add(layer, layer)
result = layer
