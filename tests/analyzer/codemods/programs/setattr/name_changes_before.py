# expect: withheld (the name is made anew)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float | None = None
    size: int = eqx.field(static=True, default=1)


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Layer:
    layer = Layer(1.0)
    for name in ("w", "b"):
        name = {"w": "weight", "b": "bias"}[name]
        setattr(layer, name, 3.0)
    return layer


result = run()
