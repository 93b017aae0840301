# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    list: list[float]
    sum: float = 0.0
    len: int = 0


def run() -> Stack:
    stack = Stack([1.0])
    stack.list.sort()
    stack.list.insert(0, 5.0)
    stack.sum = sum(list(stack.list))
    stack.len += len(stack.list)
    stack.list.pop()
    return stack, list((1, 2)), len("abc")


result = run()
