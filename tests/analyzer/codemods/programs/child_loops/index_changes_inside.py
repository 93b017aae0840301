# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    for i, layer in enumerate(model.layers):
        i += 10
        layer.weight = float(i)
    return model


result = run()
