# expect: withheld (the variable may be one of two lists)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    others: list[Layer]
    total: float = 0.0


def make() -> Model:
    return Model([Layer(1.0), Layer(2.0), Layer(3.0)], [Layer(4.0), Layer(5.0)])


def run(flag: bool):
    model = make()
    for layer in model.layers:
        if flag:
            layer = model.others[0]
        layer.weight += 1.0
    layer = model.layers[0]
    try:
        layer.weight = 5.0
        layer = model.layers[1]
        layer.weight = 1 / 0
    except ZeroDivisionError:
        layer.weight = 9.0
    finally:
        layer.weight += 1.0
    return model


result = [run(True), run(False)]
