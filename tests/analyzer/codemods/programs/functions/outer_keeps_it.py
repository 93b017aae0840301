# expect: withheld (the outer function keeps the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


kept: list[Layer] = []


def inner(layer: Layer) -> None:
    layer.weight += 1.0


def outer(layer: Layer) -> None:
    kept.append(layer)
    inner(layer)


layer = Layer(0.0)
outer(layer)
result = layer, kept
