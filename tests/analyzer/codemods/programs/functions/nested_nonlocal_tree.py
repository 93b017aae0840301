# expect: rewritten
import equinox as eqx


class Counter(eqx.Module):
    count: int


def run() -> int:
    counter = Counter(0)

    def step() -> None:
        nonlocal counter
        counter.count += 1

    step()
    step()
    return counter.count


result = run()
