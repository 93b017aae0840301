# expect: withheld (all models hold one node)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


shared = Layer(1.0)


class Model(eqx.Module):
    scale: float
    layer: Layer = shared


first = Model(1.0)
second = Model(2.0)
first.layer.weight = 5.0
result = first, second
