# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


layer = Layer(1.0, 2.0); layer.weight = 3.0; layer.bias = 4.0
result = layer
