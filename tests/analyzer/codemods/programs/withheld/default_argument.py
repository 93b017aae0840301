# expect: withheld (a function holds the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


layer = Layer(1.0)


def read(of: Layer = layer) -> float:
    return of.weight


layer.weight = 2.0
result = read()
