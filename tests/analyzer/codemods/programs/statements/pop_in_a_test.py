# expect: withheld (the head of a block)
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


def run() -> Stack:
    stack = Stack([1.0, 2.0, 4.0])
    while stack.items.pop() > 2.0:
        print(len(stack.items))
    return stack


result = run()
