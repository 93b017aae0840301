# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


layer = Layer(1.0, 2.0)
setattr(layer, "weight", getattr(layer, "bias") + 1.0)
result = layer
