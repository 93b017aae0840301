# expect: withheld (two variables get one tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def pair() -> tuple[Layer, Layer]:
    layer = Layer(1.0)
    return layer, layer


first, second = pair()
first.weight = 3.0
result = first, second
