# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def twice(layer: Layer) -> float:
    bump(layer)
    return bump(layer)


def run() -> tuple[Layer, float]:
    layer = Layer(1.0)
    out = twice(layer)
    return layer, out


result = run()
