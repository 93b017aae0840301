# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]


def take(stack: Stack) -> float:
    value = stack.items[-1]
    stack.items.pop()
    return value


def run():
    stack = Stack([1.0, 2.0, 3.0])
    first = take(stack)
    second = take(stack)
    return stack, first, second


result = run()
