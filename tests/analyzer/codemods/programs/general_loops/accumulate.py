# expect: rewritten
import equinox as eqx


class Mean(eqx.Module):
    total: float
    count: int


def mean(values: list[float]) -> Mean:
    state = Mean(0.0, 0)
    for value in values:
        state.total += value
        state.count += 1
    return state


result = mean([1.0, 2.0, 6.0])
