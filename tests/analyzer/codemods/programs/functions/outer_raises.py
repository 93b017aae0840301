# expect: withheld (a caller sees half of the changes)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def inner(layer: Layer) -> None:
    layer.weight += 1.0


def outer(layer: Layer, values: dict[str, float]) -> None:
    inner(layer)
    layer.weight *= values["by"]


layer = Layer(1.0)
try:
    outer(layer, {})
except KeyError:
    print("no factor")
result = layer
