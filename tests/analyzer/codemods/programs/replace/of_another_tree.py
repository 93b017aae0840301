# expect: nothing found
import dataclasses
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


class Model(eqx.Module):
    layer: Layer
    scale: float


first, second = Model(Layer(1.0, 2.0), 3.0), Model(Layer(4.0, 5.0), 6.0)
first = dataclasses.replace(first, layer=dataclasses.replace(second.layer, weight=7.0))
result = first, second
