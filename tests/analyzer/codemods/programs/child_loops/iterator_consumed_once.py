# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def load() -> tuple[Model, list[float]]:
    model = Model([Layer(1.0), Layer(2.0)])
    values = iter([5.0, 6.0, 7.0, 8.0])
    for value, layer in zip(values, model.layers):
        layer.weight = value
    return model, list(values)


result = load()
