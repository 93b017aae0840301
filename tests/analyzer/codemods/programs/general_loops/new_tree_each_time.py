# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def make(count: int) -> list[Layer]:
    made = []
    for i in range(count):
        layer = Layer(0.0)
        layer.weight = float(i)
        made.append(layer)
    return made


result = make(3)
