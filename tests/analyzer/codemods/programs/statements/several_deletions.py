# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


def run() -> tuple[Stack, str]:
    stack, gone, caught = Stack([1.0, 2.0, 4.0, 8.0]), 3, "none"
    try:
        del stack.items[0], gone, stack.items[0], stack.items[9], stack.items[0]
    except IndexError as error:
        caught = type(error).__name__
    return stack, caught


result = run()
