# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> tuple[float, Layer]:
    layer = Layer(1.0)
    best = layer
    best = Layer(2.0)
    layer.weight = 3.0
    return best.weight, layer


result = run()
