# expect: rewritten
import equinox as eqx


class Split(eqx.Module):
    first: float
    rest: list[float]


split = Split(0.0, [])
split.first, *split.rest = [1.0, 2.0, 3.0]
result = split
