# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def move(layer: Layer, other: Layer, by: float) -> float | None:
    if by > 2:
        return
    layer.weight += by
    other.weight += layer.weight
    if by > 1:
        return layer.weight


def both(one: Layer, two: Layer) -> tuple[Layer, float | None]:
    move(one, two, 1.0)
    out = move(two, one, 2.0)
    return one, out


def run():
    first, second = Layer(1.0), Layer(3.0)
    first, a = both(first, second)
    b = move(first, Layer(0.0), 0.5)
    c = move(Layer(5.0), second, 3.5)
    return first, second, a, b, c


result = run()
