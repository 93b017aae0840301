# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]


def fill() -> Stack:
    places = iter([2, 0, 1])
    stack = Stack([0.0, 0.0, 0.0])
    for value in (1.0, 2.0):
        stack.items[next(places)] = value
    stack.items[next(places)] += 0.5
    return stack


result = fill()
