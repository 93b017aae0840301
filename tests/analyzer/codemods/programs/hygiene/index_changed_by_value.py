# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]


def run() -> Stack:
    stack, i = Stack([1.0, 2.0, 3.0]), 0

    def move() -> float:
        nonlocal i
        i += 1
        return 10.0 * i

    stack.items[i] = move()
    stack.items[i] += move()
    return stack


result = run()
