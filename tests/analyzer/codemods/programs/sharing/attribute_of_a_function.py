# expect: withheld (a function's attribute holds the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def step() -> float:
    return step.layer.weight


layer = Layer(1.0)
step.layer = layer
layer.weight = 5.0
result = step()
