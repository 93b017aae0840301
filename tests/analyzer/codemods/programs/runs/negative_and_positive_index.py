# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]


def run() -> Stack:
    stack = Stack([1.0])
    stack.items[0] = 2.0
    stack.items[-1] = 3.0
    return stack


result = run()
