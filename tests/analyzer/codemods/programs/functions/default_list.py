# expect: withheld (the default is changed for all calls)
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]


def make(items: list[float] = []) -> Stack:
    stack = Stack(items)
    stack.items.append(1.0)
    return stack


result = make(), make()
