# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Layer(eqx.Module):
    weight: float
    items: list[float]


def run(flag: bool) -> Layer:
    layer = Layer(1.0, [1.0, 2.0])
    if flag: layer.weight = trace("w", 2.0); layer.items[trace("i", 0)] = trace("v", 3.0)
    else: layer.items[trace("j", 1)] += 1.0
    for i in (0, 1): layer.items[i] *= 2.0; layer.weight += layer.items[i]
    while layer.weight < 20.0: layer.weight *= 2.0
    try: layer.items.pop(trace("k", 0))
    finally: layer.weight -= 1.0
    return layer


result = [run(True), run(False)]
