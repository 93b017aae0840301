# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def run() -> Layer:
    layer = Layer(0.0)
    while bump(layer) < 3.0:
        layer.weight += 0.5
    return layer


result = run()
