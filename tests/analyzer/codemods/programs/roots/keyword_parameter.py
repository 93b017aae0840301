# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def rescale(*, layer: Layer, factor: float = 2.0) -> Layer:
    layer.weight *= factor
    return layer


result = rescale(layer=rescale(layer=Layer(1.0)), factor=3.0)
