# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


def apply(command: tuple[str, float]) -> Layer:
    layer = Layer(1.0, 2.0)
    match command:
        case ("weight", value):
            layer.weight = value
        case ("bias", value):
            layer.bias = value
        case _:
            layer.weight = layer.bias = 0.0
    return layer


result = [apply(("weight", 5.0)), apply(("bias", 6.0)), apply(("none", 7.0))]
