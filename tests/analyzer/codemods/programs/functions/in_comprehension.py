# expect: withheld (the items of the list change)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def run():
    layers = [Layer(1.0), Layer(2.0)]
    outs = [bump(layer) for layer in layers]
    return layers, outs


result = run()
