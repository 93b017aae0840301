# expect: withheld (the name means another function later)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def step(layer: Layer) -> None:
    layer.weight += 1.0


layer = Layer(0.0)
step(layer)
step = print
step(layer.weight)
result = layer
