# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[int]
    popped: int = 0


def shrink(limit: int) -> Stack:
    stack = Stack([5, 4, 3, 2])
    while len(stack.items) > limit:
        stack.items.pop()
        stack.popped += 1
    return stack


result = shrink(1)
