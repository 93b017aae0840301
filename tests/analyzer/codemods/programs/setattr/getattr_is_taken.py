# expect: withheld (another function is called getattr)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float | None = None
    size: int = eqx.field(static=True, default=1)


class Model(eqx.Module):
    layers: list[Layer]


def getattr(tree: Layer, name: str) -> float:
    return 1.0


def run() -> Layer:
    layer = Layer(1.0)
    for name in ("weight", "bias"):
        setattr(layer, name, getattr(layer, name) + 1.0)
    return layer


result = run()
