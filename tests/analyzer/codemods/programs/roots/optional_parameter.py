# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def make(layer: Layer | None = None) -> Layer:
    if layer is None:
        layer = Layer(0.0)
    layer.weight += 1.0
    return layer


result = [make(), make(Layer(5.0))]
