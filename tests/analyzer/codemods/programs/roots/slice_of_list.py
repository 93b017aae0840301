# expect: withheld (both lists hold the trees)
import equinox as eqx


class Net(eqx.Module):
    weight: float


def run() -> list[Net]:
    nets = [Net(1.0), Net(2.0)]
    first = nets[:1]
    nets[0].weight = 5.0
    first[0].weight += 1.0
    return nets + first


result = run()
