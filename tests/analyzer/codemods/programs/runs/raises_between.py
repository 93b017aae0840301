# expect: rewritten
# results: layer
# raises: KeyError
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


table = {"weight": 3.0}
layer = Layer(1.0, 2.0)
layer.weight = table["weight"]
layer.bias = table["bias"]
layer.weight = 0.0
