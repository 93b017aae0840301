# expect: withheld (the comment would be lost)
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


stack = Stack([1.0, 2.0])
stack.items[
    0  # the first
] = 3.0
result = stack
