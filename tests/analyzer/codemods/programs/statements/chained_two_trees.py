# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


online = Layer(1.0)
target = Layer(2.0)
online.weight = target.weight = 3.0
result = online, target
