# expect: withheld (the index is a slice)
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]


def run(place) -> Stack:
    stack = Stack([1.0, 2.0, 3.0])
    stack.items[place] = [9.0]
    return stack


result = run(slice(0, 2))
