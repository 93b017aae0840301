# expect: withheld (a caller sees half of the changes)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


def load(layer: Layer, values: dict[str, float]) -> None:
    layer.weight = values["weight"]
    layer.bias = values["bias"]


layer = Layer(1.0, 2.0)
try:
    load(layer, {"weight": 3.0})
except KeyError:
    print("incomplete")
result = layer
