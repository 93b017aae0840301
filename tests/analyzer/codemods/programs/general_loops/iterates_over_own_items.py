# expect: rewritten
import equinox as eqx


class Buffer(eqx.Module):
    values: list[float]
    total: float = 0.0


def total() -> Buffer:
    buffer = Buffer([1.0, 2.0])
    for value in buffer.values:
        buffer.total += value
    return buffer


result = total()
