# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    for i, layer in enumerate(model.layers):
        layer.weight = float(i)
    i = 0
    layer.weight += 5.0 + i
    return model


result = run()
