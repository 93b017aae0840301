# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Model:
    m = Model([Layer(1.0), Layer(2.0)])
    for m.layers[0].weight in (5.0, 6.0):
        pass
    for l in m.layers:
        l.weight = sum(l.weight for l in m.layers)
    return m


result = run()
