# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


def run(count: int) -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    for i in range(count):
        layer = model.layers[i]
        layer.weight = layer.weight * 2
    i = 0
    while i < count:
        layer = model.layers[i]
        i += 1
        layer.weight += i
    return model


result = run(2)
