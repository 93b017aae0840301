# expect: withheld (what is returned may be the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def grown(layer: Layer, by: float) -> Layer:
    if by == 0:
        return Layer(layer.weight)
    layer.weight += by
    return layer


def run() -> list[Layer]:
    base = Layer(1.0)
    same = grown(base, 1.0)
    other = grown(base, 0.0)
    return [base, same, other]


result = run()
