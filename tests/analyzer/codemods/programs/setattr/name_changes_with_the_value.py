# expect: withheld (the value changes the name)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float | None = None
    size: int = eqx.field(static=True, default=1)


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Layer:
    layer = Layer(1.0)
    for name in ("weight", "bias"):
        setattr(layer, name, 2.0 * len(name := "bias"))
        print(name)
    return layer


result = run()
