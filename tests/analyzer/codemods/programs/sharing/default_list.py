# expect: withheld (all models hold one list)
import equinox as eqx

EMPTY: list[float] = []


class Stack(eqx.Module):
    items: list[float]


def make(items: list[float] = EMPTY) -> Stack:
    return Stack(items)


first, second = make(), make()
first.items.append(1.0)
result = first, second
