# expect: rewritten
import equinox as eqx


class Pair(eqx.Module):
    left: float | None
    right: float | None


def fill(left: float) -> Pair:
    pair = Pair(None, None)
    pair.left = left
    return pair


result = fill(1.0)
