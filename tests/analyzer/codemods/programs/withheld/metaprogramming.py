# expect: withheld (the name of the field is not known)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    size: int = eqx.field(static=True, default=1)


def assign(layer: Layer, values: dict[str, float]) -> Layer:
    for name, value in values.items():
        setattr(layer, name, value)
    return layer


result = assign(Layer(1.0), {"weight": 2.0, "size": 3})
