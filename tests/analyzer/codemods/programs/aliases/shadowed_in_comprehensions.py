# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    others: list[Layer]
    total: float = 0.0


def make() -> Model:
    return Model([Layer(1.0), Layer(2.0), Layer(3.0)], [Layer(4.0), Layer(5.0)])


def run():
    model = make()
    layer = model.layers[0]
    values = [layer.weight for layer in model.layers]
    layer.weight = sum(values) + max(layer.weight for layer in model.others)
    i = 5
    for layer in model.others:
        layer.weight = sum(i for i in range(3)) + i
    return model


result = run()
