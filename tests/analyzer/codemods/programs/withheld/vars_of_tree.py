# expect: withheld (the attributes are written as a dict)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


layer = Layer(1.0)
attributes = vars(layer)
layer.weight = 2.0
result = attributes["weight"]
