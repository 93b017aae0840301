# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> tuple[str, bool, Layer]:
    layer = Layer(1.0)
    text = f"{layer} {layer.weight!r}"
    same = isinstance(layer, Layer) and layer.weight == 1.0
    layer.weight = 5.0
    return text, same, layer


result = run()
