# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def pair() -> tuple[Layer, Layer]:
    return Layer(1.0), Layer(2.0)


first, second = pair()
first.weight = 3.0
second.weight = first.weight
result = first, second
