# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


def run() -> Layer:
    layer = Layer(1.0, 2.0)
    if layer.bias > 1:
        # Before the first.
        layer.weight = 3.0

        # Between the two.
        layer.bias = 4.0
        # After the last.
    return layer


result = run()
