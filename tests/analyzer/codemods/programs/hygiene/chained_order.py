# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Stack(eqx.Module):
    items: list[float]


stack = Stack([1.0, 2.0, 3.0])
stack.items[trace("one", 0)] = stack.items[trace("two", 2)] = trace("value", 7.0)
result = stack
