# expect: withheld (what the function returns is used)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def reset(layer: Layer) -> None:
    layer.weight = 0.0


layer = Layer(1.0)
print(reset(layer))
outcome = reset(layer) or "nothing"
result = layer, outcome
