# expect: withheld (the function is passed on)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def doubled(layer: Layer) -> Layer:
    layer.weight *= 2
    return layer


layers = [Layer(1.0), Layer(2.0)]
new = list(map(doubled, layers))
result = layers, new
