# expect: withheld (the function is called by another name)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def reset(layer: Layer) -> None:
    layer.weight = 0.0


clear = reset
first, second = Layer(1.0), Layer(2.0)
clear(first)
reset(second)
result = first, second
