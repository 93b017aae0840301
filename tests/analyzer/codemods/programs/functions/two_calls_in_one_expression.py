# expect: rewritten
import equinox as eqx


class Counter(eqx.Module):
    count: int


def following(counter: Counter) -> int:
    counter.count += 1
    return counter.count


def run() -> tuple[Counter, int, list[int]]:
    counter = Counter(0)
    total = following(counter) * 10 + following(counter)
    pair = [following(counter), following(counter)]
    return counter, total, pair


result = run()
