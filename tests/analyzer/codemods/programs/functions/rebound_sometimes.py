# expect: withheld (it may still be the caller's tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def renewed(layer: Layer, flag: bool) -> float:
    if flag:
        layer = Layer(1.0)
    layer.weight += 1.0
    return layer.weight


layer = Layer(4.0)
result = renewed(layer, True), renewed(layer, False), layer
