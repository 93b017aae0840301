# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def rescale(layer: Layer, factor: float) -> Layer:
    layer.weight = layer.weight * factor
    return layer


layer = Layer(3.0)
layer = rescale(layer, 2.0)
result = layer
