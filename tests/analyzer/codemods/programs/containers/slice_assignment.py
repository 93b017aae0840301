# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    layers: list[float]


stack = Stack([1.0, 2.0, 3.0])
stack.layers[1:] = [7.0, 8.0, 9.0]
stack.layers[:1] = []
result = stack
