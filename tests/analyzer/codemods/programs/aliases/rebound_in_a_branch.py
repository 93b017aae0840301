# expect: withheld (the alias may still be the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run(flag: bool) -> tuple[float, Layer]:
    layer = Layer(1.0)
    best = layer
    if flag:
        best = Layer(2.0)
    layer.weight = 3.0
    return best.weight, layer


result = [run(True), run(False)]
