# expect: rewritten
import equinox as eqx


class Pair(eqx.Module):
    left: list[float]
    right: list[float]


def run() -> Pair:
    pair = Pair([1.0], [2.0])
    kept = pair.left
    pair.left = pair.right
    pair.right = kept
    return pair


result = run()
