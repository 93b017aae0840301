# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def make() -> Layer:
    layer = Layer(1.0)
    layer.weight = 2.0
    return layer


result = make()
