# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    layers: list[float]


stack = Stack([1.0, 2.0, 3.0, 4.0])
del stack.layers[0]
del stack.layers[-1]
result = stack
