# expect: withheld (one tree may be in the list twice)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def make(count: int) -> list[Layer]:
    made = []
    layer = Layer(0.0)
    for i in range(count):
        if i % 2 == 0:
            layer = Layer(0.0)
        layer.weight += 1.0
        made.append(layer)
    return made


result = make(5)
