# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def split(layer: Layer) -> Layer:
    layer.weight /= 2
    return Layer(layer.weight)


def run() -> list[Layer]:
    first = Layer(8.0)
    second = split(first)
    third = split(second)
    return [first, second, third]


result = run()
