# expect: withheld (variables are read without being named)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> float:
    layer = Layer(1.0)
    names = locals()
    layer.weight = 2.0
    return names["layer"].weight


result = run()
