# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Stack(eqx.Module):
    items: list[float]


stack = Stack([1.0, 2.0])
stack.items[trace("a", 0)], stack.items[trace("b", 1)] = trace("x", 8.0), trace("y", 9.0)
result = stack
