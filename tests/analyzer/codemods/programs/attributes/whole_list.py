# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    sizes: list[float]
    name: str = eqx.field(static=True, default="stack")


stack = Stack([1.0, 2.0, 3.0])
stack.sizes = [size * 2 for size in stack.sizes]
print(stack.sizes, stack.name)
result = stack
