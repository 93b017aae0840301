# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


model = Layer(1.0)


def run() -> float:
    bump(model)
    return bump(model)


out = run()
result = model, out
