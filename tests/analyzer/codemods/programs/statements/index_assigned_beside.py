# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    w: float


class Model(eqx.Module):
    layers: list[Layer]


def update() -> tuple[int, Model]:
    i = 0
    m = Model([Layer(1.0), Layer(2.0)])
    i, m.layers[i].w = 1, 9.0
    return i, m


result = update()
