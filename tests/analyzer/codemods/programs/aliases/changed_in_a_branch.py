# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run(flag: bool) -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    layer = model.layers[0]
    if flag:
        layer = model.layers[1]
    layer.weight = 7.0
    return model


result = [run(True), run(False)]
