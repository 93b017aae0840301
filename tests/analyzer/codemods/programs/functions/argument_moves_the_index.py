# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def assign(layer: Layer, value: float) -> None:
    layer.weight = value


def run() -> tuple[Model, int]:
    model, i = Model([Layer(1.0), Layer(2.0)]), 0
    assign(model.layers[i], i := 1)
    assign(model.layers[i], 7.0)
    return model, i


result = run()
