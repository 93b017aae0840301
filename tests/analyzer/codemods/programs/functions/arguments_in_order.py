# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def run():
    layer = Layer(1.0)
    print(layer.weight, bump(layer), layer.weight, bump(layer))
    seen = [layer.weight, bump(layer), layer.weight]
    return layer, seen


result = run()
