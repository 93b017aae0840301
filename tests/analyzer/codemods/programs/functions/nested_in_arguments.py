# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def add(layer: Layer, x: float, y: float) -> float:
    layer.weight += x * y
    return layer.weight


def run():
    layer, other = Layer(1.0), Layer(2.0)
    out = add(layer, bump(layer), bump(other)) + add(other, add(layer, 1.0, 2.0), layer.weight)
    return layer, other, out


result = run()
