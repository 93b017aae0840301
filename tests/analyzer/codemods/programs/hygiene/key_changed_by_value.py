# expect: rewritten
import equinox as eqx


class Params(eqx.Module):
    table: dict[str, float]


class Counter:
    def __init__(self) -> None:
        self.count = 0

    def next(self) -> float:
        self.count += 1
        return float(self.count)


def run() -> Params:
    params, counter, key = Params({"0": 0.0}), Counter(), "a"
    params.table[str(counter.count)] = counter.next()
    params.table[key] = float(len(key := "zz"))
    params.table[key] = counter.next()
    return params


result = run()
