# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    layers: list[float]


def truncated(keep: int) -> Stack:
    stack = Stack([1.0, 2.0, 3.0, 4.0])
    del stack.layers[keep:]
    return stack


result = truncated(2)
