# expect: withheld (the caller may name any field)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float | None = None
    size: int = eqx.field(static=True, default=1)


class Model(eqx.Module):
    layers: list[Layer]


def run(names: list[str]) -> Layer:
    layer = Layer(1.0)
    for name in names:
        setattr(layer, name, 3.0)
    return layer


result = run(["weight", "bias"])
