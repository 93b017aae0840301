# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


def run(limit: float) -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    for layer in model.layers:
        if layer.weight > limit:
            break
    else:
        layer.weight = -1.0
    layer.weight += 10.0
    return model


result = [run(1.5), run(5.0)]
