# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


def zeroed() -> Layer:
    layer = Layer(1.0, 2.0)
    for name in ("weight", "bias"):
        setattr(layer, name, 0.0)
    return layer


result = zeroed()
