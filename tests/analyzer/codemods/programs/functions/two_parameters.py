# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def exchange(left: Layer, right: Layer) -> None:
    left.weight, right.weight = right.weight, left.weight


first, second = Layer(1.0), Layer(2.0)
exchange(first, second)
result = first, second
