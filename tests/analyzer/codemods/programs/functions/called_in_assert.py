# expect: withheld (assertions may be switched off)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def run() -> Layer:
    layer = Layer(1.0)
    assert bump(layer) > 1
    return layer


result = run()
