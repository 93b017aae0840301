# expect: withheld (the arguments are not written out)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def scale(layer: Layer, by: float) -> None:
    layer.weight *= by


layer = Layer(1.0)
arguments = [layer, 3.0]
scale(*arguments)
scale(**{"layer": layer, "by": 2.0})
scale(layer, by=2.0)
result = layer
