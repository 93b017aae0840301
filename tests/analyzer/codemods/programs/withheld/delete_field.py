# expect: withheld (a field cannot be deleted out of place)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


layer = Layer(1.0, 2.0)
del layer.bias
result = hasattr(layer, "bias")
