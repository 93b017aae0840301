# expect: withheld (the part is passed on before the call changes it)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    items: list[float]


def bump(layer: Layer) -> float:
    layer.items.append(layer.weight)
    layer.items = [9.0]
    return layer.weight


def show(items: list[float], value: float) -> None:
    print(items, value)


def run() -> Layer:
    layer = Layer(0.0, [])
    show(layer.items, bump(layer))
    return layer


result = run()
