# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


layer = Layer(1.0)
setattr(layer, "weight", 2.0)
result = layer
