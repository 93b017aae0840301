# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: list[float]
    bias: float


layer = Layer([1.0], 2.0)
layer.weight = [
    1.0,  # first
    2.0,
    # last
    3.0,
]
layer.bias = (
    layer.weight[0]
    + layer.weight[1]  # the middle one
)
result = layer
