# expect: withheld (it is not known when the lambda is called)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def run() -> Layer:
    layer = Layer(1.0)
    later = lambda: bump(layer)
    later()
    bump(layer)
    return layer


result = run()
