# expect: withheld (a part is read before the list changes)
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


def run() -> list[object]:
    stack = Stack([1.0, 2.0, 4.0])
    return [stack.items, stack.items.pop()]


result = run()
