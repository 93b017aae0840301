# expect: withheld (the list is read outside, too)
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


def run() -> tuple[Stack, list[float]]:
    values = [1.0, 2.0]
    stack = Stack([])
    stack.items = values
    stack.items.append(3.0)
    return stack, values


result = run()
