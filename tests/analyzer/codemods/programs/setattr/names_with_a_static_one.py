# expect: withheld (one of the names is that of a static field)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float | None = None
    size: int = eqx.field(static=True, default=1)


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Layer:
    layer = Layer(1.0)
    for name in ("weight", "size"):
        setattr(layer, name, 3)
    return layer


result = run()
