# expect: rewritten
import equinox as eqx


class Moments(eqx.Module):
    mean: float
    var: float
    count: int


def observe(value: float) -> Moments:
    m = Moments(0.0, 1.0, 0)
    m.count = m.count + 1
    m.mean = m.mean + (value - m.mean) / m.count
    m.var = m.var + (value - m.mean) ** 2
    return m


result = observe(3.0)
