# expect: withheld (the outer function is passed on)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def inner(layer: Layer) -> None:
    layer.weight += 1.0


def outer(layer: Layer) -> None:
    inner(layer)


hooks = [outer]
layer = Layer(0.0)
hooks[0](layer)
inner(layer)
result = layer
