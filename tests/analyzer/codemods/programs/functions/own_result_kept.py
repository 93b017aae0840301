# expect: withheld (two variables are one tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def own(layer: Layer) -> Layer:
    layer.weight -= 0.5
    return layer


def run() -> tuple[float, float]:
    layer = Layer(3.0)
    other = own(layer)
    own(layer)
    return layer.weight, other.weight


result = run()
