# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def clip(layer: Layer, high: float) -> None:
    if layer.weight <= high:
        return
    layer.weight = high


def run() -> list[Layer]:
    low, high = Layer(1.0), Layer(5.0)
    clip(low, 2.0)
    clip(high, 2.0)
    return [low, high]


result = run()
