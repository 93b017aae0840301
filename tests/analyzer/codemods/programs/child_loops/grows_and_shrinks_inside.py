# expect: withheld (the list changes under the loop)
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
    for layer in model.layers[:2]:
        model.layers.append(Layer(layer.weight))
        layer.weight = 0.0
    for layer in list(model.layers):
        layer.weight += 1.0
        model.layers.remove(layer)
    return model


result = run()
