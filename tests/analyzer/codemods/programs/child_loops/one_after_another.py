# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


m = 0
model = Model([Layer(1.0), Layer(2.0)])
for i in range(len(model.layers)):
    model.layers[i].weight += model.layers[0].weight * 2
print(model.layers[m])
for m in model.layers:
    m.weight += model.layers[-1].weight * 2
result = model
