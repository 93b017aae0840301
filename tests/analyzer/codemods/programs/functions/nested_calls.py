# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def doubled(layer: Layer) -> Layer:
    layer.weight *= 2.0
    return layer


def shifted(layer: Layer, by: float) -> Layer:
    layer.weight += by
    return layer


def run() -> tuple[Layer, Layer]:
    layer = Layer(1.0)
    layer = shifted(doubled(layer), 3.0)
    other = doubled(shifted(doubled(Layer(2.0)), 1.0))
    return layer, other


result = run()
