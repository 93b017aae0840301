# expect: withheld (the loop sees the items that it changes)
import equinox as eqx


class Model(eqx.Module):
    rows: list[list[float]]
    more: list[float]


def run(i: int) -> list[float]:
    model = Model([[1.0, 2.0, 3.0]], [1.0])
    seen = []
    for value in model.rows[0]:
        model.rows[i][1] = 9.0
        seen.append(value)
    for value in model.more:
        if len(model.more) < 4:
            model.more += [value + 1.0]
        seen.append(value)
    return seen


result = run(0)
