# expect: withheld (an alias sees the change)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> tuple[Layer, float]:
    layer = Layer(1.0)
    best = layer
    layer.weight = 2.0
    return layer, best.weight


result = run()
