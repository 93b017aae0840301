# expect: withheld (both fields hold one list)
import equinox as eqx


class Pair(eqx.Module):
    left: list[float]
    right: list[float]


def run() -> tuple[Pair, Pair]:
    pair = Pair([1.0], [2.0])
    pair.left = pair.right = []
    pair.left.append(3.0)
    other = Pair([1.0], [2.0])
    other.left, other.right = [[0.0]] * 2
    other.right.append(4.0)
    return pair, other


result = run()
