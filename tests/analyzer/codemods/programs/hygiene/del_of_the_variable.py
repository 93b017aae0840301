# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> float:
    layer = Layer(1.0)
    layer.weight = 2.0
    kept = layer.weight
    del layer
    layer = Layer(kept)
    layer.weight += 1.0
    return layer.weight


result = run()
