# expect: withheld (a closure sees the change)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def make():
    layer = Layer(1.0)
    snapshot = (lambda kept: lambda: kept.weight)(layer)
    layer.weight = 2.0
    return snapshot


result = make()()
