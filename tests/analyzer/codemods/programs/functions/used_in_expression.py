# expect: rewritten
import equinox as eqx


class Counter(eqx.Module):
    count: int


def following(counter: Counter) -> int:
    counter.count += 1
    return counter.count


def run() -> tuple[list[int], Counter]:
    counter = Counter(0)
    seen = [following(counter)]
    total = following(counter) + 10
    return [*seen, total], counter


result = run()
