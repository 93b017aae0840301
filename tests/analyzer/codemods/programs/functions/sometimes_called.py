# expect: withheld (the call may not be reached)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def run():
    layer = Layer(1.0)
    both = layer.weight > 5 and bump(layer) > 1
    one = layer.weight < bump(layer) < bump(layer)
    return both, one, layer


result = run()
