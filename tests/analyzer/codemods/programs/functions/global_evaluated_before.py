# expect: withheld (the old tree is an argument beside the call)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


model = Layer(1.0)


def grow() -> float:
    model.weight += 1.0
    return 0.0


def show(layer: Layer, value: float) -> None:
    print(layer.weight, value)


show(model, grow())
result = model
