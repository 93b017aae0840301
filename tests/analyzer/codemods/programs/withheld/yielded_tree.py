# expect: withheld (who iterates holds the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def layers():
    layer = Layer(1.0)
    for value in (2.0, 3.0):
        yield layer
        layer.weight = value


kept = list(layers())
result = [layer.weight for layer in kept]
