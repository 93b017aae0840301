# expect: withheld (what goes into the tree is changed afterwards)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
last = model.layers.pop()
model.layers.insert(0, last)
last.weight = 100.0
result = model
