# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float | None


def load(kind: str) -> Layer:
    layer = Layer(1.0, None)
    if kind == "zeros":
        layer.weight = 0.0
    elif kind == "bias":
        layer.bias = 1.0
    elif kind == "none":
        layer.bias = None
    return layer


result = [load(kind) for kind in ("zeros", "bias", "none", "else")]
