# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


def run(step: int) -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0), Layer(4.0)])
    for layer in model.layers[:0:-step]:
        model.total = model.total * 2 + layer.weight
        layer.weight = model.total
    return model


result = run(2)
