# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weights: list[float]


def add(layer: Layer, *values: float, scale: float = 1.0) -> None:
    for value in values:
        layer.weights.append(value * scale)


layer = Layer([])
add(layer, 1.0, 2.0)
add(layer, 3.0, scale=2.0)
result = layer
