# expect: withheld (the outer function is a generator)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def inner(layer: Layer) -> None:
    layer.weight += 1.0


def outer(layer: Layer):
    yield layer.weight
    inner(layer)
    yield layer.weight


layer = Layer(0.0)
seen = list(outer(layer))
result = layer, seen
