# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
model.layers[0], model.layers[2] = model.layers[2], model.layers[0]
model.layers[0].weight, model.layers[1].weight = 7.0, 8.0
result = model
