# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    others: list[Layer]


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(2.0)], [Layer(5.0), Layer(6.0)])
    for a in model.layers:
        for b in model.others:
            b.weight += 1.0
        a.weight = 2.0 + a.weight
    return model


result = run()
