# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


def run(count: int) -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    for i in range(count):
        if i == 2:
            break
        layer = model.layers[i]
    layer.weight = 7.0
    return model


result = run(3)
