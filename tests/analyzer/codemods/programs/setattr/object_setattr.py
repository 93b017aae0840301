# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


layer = Layer(1.0, 0.0)
object.__setattr__(layer, "weight", 2.0)
object.__setattr__(layer, "bias", layer.weight / 2)
result = layer
