# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]


def run(flag: bool) -> Stack:
    stack = Stack([1.0, 2.0])
    stack.items[0 if flag else -1] += 1.0
    stack.items[int(flag)] = stack.items[not flag]
    return stack


result = [run(True), run(False)]
