# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    sizes: list[float]


def widen(by: float) -> Stack:
    stack = Stack([1.0, 2.0, 3.0])
    stack.sizes[1] = by
    return stack


result = [widen(4.0), widen(5.0)]
