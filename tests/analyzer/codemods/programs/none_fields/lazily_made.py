# expect: rewritten
import equinox as eqx


class Cache(eqx.Module):
    hits: int
    value: list[float] | None = None


def warm(times: int) -> Cache:
    cache = Cache(0)
    for _ in range(times):
        if cache.value is None:
            cache.value = [1.0, 2.0]
        cache.hits += 1
    return cache


result = warm(3)
