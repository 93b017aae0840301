# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


table = {"weight": 3.0}
layer = Layer(1.0, 2.0)


def load() -> None:
    global layer
    layer.weight = table["weight"]
    layer.bias = table["bias"]


try:
    load()
except KeyError:
    print("incomplete")
result = layer
