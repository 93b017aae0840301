# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


def show(*values: float) -> tuple[float, ...]:
    print(*values)
    return values


def run() -> tuple[Stack, tuple[float, ...]]:
    stack = Stack([1.0, 2.0, 4.0])
    shown = show(stack.scale, stack.items.pop(), stack.items[-1], stack.items.pop(0))
    return stack, shown


result = run()
