# expect: withheld (an alias may see the change)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run(flag: bool) -> list[float]:
    first, second = Layer(1.0), Layer(2.0)
    chosen = first if flag else second
    chosen.weight = 5.0
    return [first.weight, second.weight]


result = [run(True), run(False)]
