# expect: withheld (the builder gives one tree again and again)
import functools

import equinox as eqx


class Layer(eqx.Module):
    weight: float


@functools.cache
def build() -> Layer:
    return Layer(1.0)


first = build()
first.weight = 5.0
result = first, build()
