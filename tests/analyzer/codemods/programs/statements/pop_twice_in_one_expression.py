# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


def run() -> tuple[Stack, float, float]:
    stack = Stack([1.0, 2.0, 4.0, 8.0])
    first = stack.items.pop() - stack.items.pop()
    second = len(stack.items) + stack.items.pop() * stack.scale
    return stack, first, second


result = run()
