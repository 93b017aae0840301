# expect: withheld (a static field)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    size: int = eqx.field(static=True)


layer = Layer(1.0, 3)
layer.size = 4
result = layer
