# expect: withheld (identity is observed)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


layer = Layer(1.0)
before = id(layer)
layer.weight = 2.0
result = id(layer) == before
