# expect: withheld (another variable has the tree, and is read on the same line or later)
import equinox as eqx


class Layer(eqx.Module):
    scale: float
    shift: float


def before():
    layer = Layer(1.0, 2.0)
    other = layer; layer.scale = 3.0
    return layer, other


def after():
    layer = Layer(1.0, 2.0)
    other = layer
    layer.scale = 3.0; print(other.scale)
    return layer


result = (before(), after())
