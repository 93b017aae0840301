# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


class Log:
    def __init__(self) -> None:
        self.seen: list[float] = []
        self.total = 0.0

    def add(self, value: float) -> None:
        self.seen.append(value)


def run():
    layer = Layer(0.0)
    log = Log()
    outs: list[float] = []
    outs.append(bump(layer))
    log.add(bump(layer))
    log.seen.append(bump(layer))
    total = 0.0
    total += bump(layer)
    log.total += bump(layer)
    if bump(layer) > 2:
        print("yes")
    for i in range(int(bump(layer))):
        print(i)
    named = {"a": bump(layer), "b": bump(layer), **{"c": 1}}
    named["z"] = bump(layer)
    x: float = bump(layer)
    print(f"{x} {named}", -bump(layer))
    (a, b), c = (bump(layer), 1), bump(layer)
    return layer, outs, log.seen, log.total, total, a, b, c


result = run()
