# expect: rewritten
import functools
import equinox as eqx


class Layer(eqx.Module):
    weight: float


@functools.lru_cache(maxsize=None)
def table(size: int) -> float:
    layer = Layer(0.0)
    for i in range(size):
        layer.weight += i
    return layer.weight


result = table(4), table(4), table(2)
