# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Stack(eqx.Module):
    layers: list[float]


stack = Stack([1.0, 2.0])
stack.layers.insert(trace("place", 1), trace("value", 5.0))
stack.layers[trace("index", 0)] = trace("new", 6.0)
result = stack
