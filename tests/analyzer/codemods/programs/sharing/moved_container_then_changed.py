# expect: withheld (both fields hold one list)
import equinox as eqx


class Pair(eqx.Module):
    left: list[float]
    right: list[float]


def run() -> Pair:
    pair = Pair([1.0], [2.0])
    pair.left = pair.right
    pair.right.append(3.0)
    return pair


result = run()
