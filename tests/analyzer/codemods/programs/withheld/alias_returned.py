# expect: withheld (an alias sees the change)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> tuple[Model, Layer]:
    model = Model([Layer(1.0), Layer(2.0)])
    layer = model.layers[0]
    model.layers[0].weight = 5.0
    return model, layer


result = run()
