# expect: withheld (a list holds the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> list[Layer]:
    kept = []
    layer = Layer(1.0)
    kept.append(layer)
    layer.weight = 2.0
    return kept


result = run()
