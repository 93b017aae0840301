# expect: withheld (there are two functions of this name)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def step(layer: Layer) -> None:
    layer.weight += 1.0


layer = Layer(0.0)
step(layer)


def step(layer: Layer) -> None:
    layer.weight *= 10.0


step(layer)
result = layer
