# expect: withheld (the tree is another one by then)
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


def run() -> Stack:
    stack = Stack([1.0], 2.0)
    stack.scale = (stack := Stack([3.0], 4.0)).scale + 1.0
    return stack


result = run()
