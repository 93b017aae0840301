# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> Layer:
    layer = Layer(1.0)
    layer.weight = 2.0
    layer.weight = 3.0
    layer.weight = layer.weight + 1.0
    return layer


result = run()
