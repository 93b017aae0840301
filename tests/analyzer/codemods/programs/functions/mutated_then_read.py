# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> None:
    layer.weight += 1.0


def run() -> tuple[float, float]:
    layer = Layer(1.0)
    before = layer.weight
    bump(layer)
    after = layer.weight
    return before, after


result = run()
