# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def even(layer: Layer, count: int) -> None:
    if count:
        layer.weight += 1.0
        odd(layer, count - 1)


def odd(layer: Layer, count: int) -> None:
    if count:
        layer.weight *= 2.0
        even(layer, count - 1)


layer = Layer(1.0)
even(layer, 5)
result = layer
