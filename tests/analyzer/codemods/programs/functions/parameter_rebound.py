# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def fresh(layer: Layer) -> Layer:
    layer = Layer(layer.weight + 1.0)
    layer.weight *= 2
    return layer


layer = Layer(1.0)
result = layer, fresh(layer)
