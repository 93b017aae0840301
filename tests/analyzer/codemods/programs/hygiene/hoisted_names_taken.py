# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Stack(eqx.Module):
    items: list[float]


index, value, m = 5, 6.0, "kept"
stack = Stack([1.0, 2.0])
stack.items[trace("index", 0)] = trace("value", 7.0)
result = stack, index, value, m
