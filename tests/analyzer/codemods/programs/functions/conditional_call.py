# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def run(flag: bool):
    layer = Layer(1.0)
    if flag and bump(layer) > 1.0:
        print("bumped", layer.weight)
    out = bump(layer) if flag else 0.0
    return layer, out


result = run(True), run(False)
