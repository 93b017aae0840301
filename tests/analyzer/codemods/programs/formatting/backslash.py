# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


layer = Layer(1.0)
layer.weight = \
    layer.weight \
    + 1.0
result = layer
