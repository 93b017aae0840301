# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> Layer:
    def scale(layer: Layer, factor: float) -> None:
        layer.weight *= factor

    layer = Layer(1.5)
    scale(layer, 2.0)
    scale(layer, 4.0)
    return layer


result = run()
