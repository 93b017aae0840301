# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def scale(layer: Layer, factor: float) -> None:
    layer.weight *= factor


def scale_twice(layer: Layer, factor: float) -> None:
    scale(layer, factor)
    scale(layer, factor)


layer = Layer(1.0)
scale_twice(layer, 3.0)
result = layer
