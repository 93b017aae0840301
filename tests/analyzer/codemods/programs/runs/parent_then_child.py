# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Model:
    model = Model([Layer(1.0)])
    model.layers = [Layer(2.0), Layer(3.0)]
    model.layers[1].weight = 9.0
    model.layers[0] = Layer(7.0)
    return model


result = run()
