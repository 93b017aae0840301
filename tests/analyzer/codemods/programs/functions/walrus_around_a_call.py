# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def run():
    layer = Layer(1.0)
    if (count := bump(layer)) > 1:
        print(count)
    print((before := layer.weight) + bump(layer), before)
    i = 0
    seen = [i, (i := 5), bump(layer), i]
    return layer, count, seen


result = run()
