# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


def run() -> tuple[Stack, str]:
    stack, values, caught = Stack([1.0]), [2.0], "none"
    stack.items.append(*values)
    stack.items.extend(*[values])
    try:
        stack.items.append(*values, *values)
    except TypeError as error:
        caught = type(error).__name__
    return stack, caught


result = run()
