# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]


def run() -> tuple[Stack, int]:
    stack = Stack([1.0, 2.0, 3.0])
    stack.items[(place := 1)] = 5.0
    stack.items[place + 1] = float(place)
    return stack, place


result = run()
