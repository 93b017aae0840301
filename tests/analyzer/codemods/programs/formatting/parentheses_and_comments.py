# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


stack = Stack([1.0, 2.0])
stack.items[trace("i", 0)] = (
    trace("a", 1.0)  # one
    + trace("b", 2.0)
)
stack.scale += (  # more
    stack.items[0]
)
result = stack
