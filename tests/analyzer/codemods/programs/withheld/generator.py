# expect: withheld (a generator hands over between)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def anneal(layer: Layer, steps: int):
    for _ in range(steps):
        yield layer
        layer.weight /= 2


seen = [layer.weight for layer in anneal(Layer(4.0), 3)]
kept = list(anneal(Layer(4.0), 3))
result = seen, [layer.weight for layer in kept]
