# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


def run() -> tuple[Stack, float]:
    stack = Stack([1.0, 2.0, 4.0, 8.0])
    total = 1.0
    total += stack.items.pop()
    stack.scale *= stack.scale + stack.items.pop()
    stack.scale = stack.items.pop()
    return stack, total


result = run()
