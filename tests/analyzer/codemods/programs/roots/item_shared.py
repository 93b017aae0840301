# expect: withheld (two items are one tree)
import equinox as eqx


class Net(eqx.Module):
    weight: float


def run() -> list[Net]:
    nets: list[Net] = [Net(1.0)] * 2
    nets[0].weight = 5.0
    more: dict[str, Net] = dict.fromkeys("ab", Net(2.0))
    more["a"].weight = 7.0
    return [*nets, *more.values()]


result = run()
