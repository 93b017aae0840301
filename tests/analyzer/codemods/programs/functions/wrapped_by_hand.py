# expect: withheld (the name means another function later)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def logged(function):
    def wrapper(layer):
        out = function(layer)
        print("called", out)

    return wrapper


def step(layer: Layer) -> None:
    layer.weight += 1.0


step = logged(step)
layer = Layer(0.0)
step(layer)
result = layer
