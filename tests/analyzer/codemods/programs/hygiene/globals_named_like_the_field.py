# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    weight: float = 0.0


items = [7.0]
weight = 3.0


def read() -> float:
    return items[0] + weight


stack = Stack([1.0])
stack.items.reverse()
stack.items.insert(0, 2.0)
stack.weight, last = read(), stack.items[-1]
result = stack, read(), last
