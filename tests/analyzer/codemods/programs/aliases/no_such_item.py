# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


def run(flag: bool) -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    try:
        layer = model.layers[5]
        if flag:
            layer.weight = 7.0
    except IndexError:
        print("none")
    return model


result = run(False)
