# expect: withheld (the alias of the turn before is read)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> list[float]:
    layer, seen = Layer(1.0), []
    best = Layer(0.0)
    for i in range(3):
        layer.weight += 1.0
        seen.append(best.weight)
        best = layer
    return seen


result = run()
