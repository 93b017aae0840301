# expect: withheld (the generator reads the alias later)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> tuple[list[float], Layer]:
    layer = Layer(1.0)
    best = Layer(2.0)
    weights = (best.weight for _ in range(2))
    best = layer
    layer.weight = 3.0
    return list(weights), layer


result = run()
