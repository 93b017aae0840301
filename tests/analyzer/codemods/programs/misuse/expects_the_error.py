# expect: nothing found
import dataclasses
import equinox as eqx


class Layer(eqx.Module):
    weight: float


layer = Layer(1.0)
try:
    layer.weight = 2.0
except dataclasses.FrozenInstanceError:
    print("frozen")
result = layer.weight > 0
