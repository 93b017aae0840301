# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def step(layer: Layer) -> None:
    layer.weight += 1.0


def apply(step, value: float) -> float:
    return step(value)


layer = Layer(0.0)
step(layer)
result = layer, apply(abs, -2.0)
