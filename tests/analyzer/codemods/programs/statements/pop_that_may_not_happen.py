# expect: withheld (a method is called in one of two cases)
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


def run(flag: bool) -> tuple[Stack, float]:
    stack = Stack([1.0, 2.0, 4.0])
    value = stack.items.pop() if flag else 0.0
    value += flag and stack.items.pop()
    return stack, value


result = run(True), run(False)
