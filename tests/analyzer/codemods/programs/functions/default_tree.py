# expect: withheld (the default is changed for all calls)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer = Layer(0.0)) -> Layer:
    layer.weight += 1.0
    return layer


first = bump()
second = bump()
result = first.weight, second.weight
