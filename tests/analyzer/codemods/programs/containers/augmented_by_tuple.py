# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    tags: set[str]


stack = Stack([1.0], {"a"})
stack.items += (2.0, 3.0)
stack.items += (x for x in (4.0, 5.0))
stack.items *= 2
stack.tags |= {"b"}
stack.tags -= {"a"}
result = stack
