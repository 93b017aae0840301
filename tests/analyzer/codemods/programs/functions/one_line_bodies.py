# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def twice(layer: Layer) -> float: bump(layer); return bump(layer)
def once(layer: Layer) -> None: bump(layer)
def quietly(layer: Layer): bump(layer)  # for all


def run():
    layer = Layer(1.0)
    if layer.weight > 0: twice(layer); once(layer)
    quietly(layer); out = twice(layer)
    for _ in range(2): out += twice(layer)
    return layer, out


result = run()
