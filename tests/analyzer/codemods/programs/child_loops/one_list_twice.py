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
    for a in model.layers:
        for b in model.layers:
            b.weight += a.weight
        a.weight = -a.weight
    for i in range(2):
        for layer in model.others:
            layer.weight += i
            if layer.weight > 5:
                break
        else:
            continue
        layer.weight = 0.0
    return model


result = run()
