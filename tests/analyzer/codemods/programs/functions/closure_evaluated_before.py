# expect: withheld (the old tree is an argument beside the call)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> tuple[Layer, list[float]]:
    layer = Layer(1.0)
    seen = []

    def step() -> float:
        nonlocal layer
        layer.weight += 1.0
        return layer.weight

    def show(given: Layer, value: float) -> None:
        seen.append(given.weight + value)

    show(layer, step())
    return Layer(layer.weight), seen


result = run()
