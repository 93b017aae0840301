# expect: rewritten
import equinox as eqx


class Search(eqx.Module):
    low: float
    high: float
    steps: int = 0


def bisect(target: float) -> Search:
    search = Search(0.0, 16.0)
    while search.high - search.low > 1.0:
        middle = (search.low + search.high) / 2
        if middle > target:
            search.high = middle
        else:
            search.low = middle
        search.steps += 1
    return search


result = bisect(5.0)
