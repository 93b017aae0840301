# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def _(text: str) -> str:
    return text.upper()


def run() -> Layer:
    layer = Layer(1.0)
    bump(layer)
    print(_("done"))
    return layer


result = run()
