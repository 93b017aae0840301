# expect: rewritten
import equinox as m


class Layer(m.Module):
    weight: float


class Model(m.Module):
    layers: list[Layer]


model = Model([Layer(1.0), Layer(2.0)])
model.layers[m.nn.Linear is not None].weight = 5.0
result = model
