# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> list[Layer]:
    kept = []
    layer = Layer(1.0)
    layer.weight = 2.0
    kept.append(layer)
    return kept


result = run()
