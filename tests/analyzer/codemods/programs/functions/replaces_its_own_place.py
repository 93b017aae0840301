# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    head: Layer


def move(model: Model) -> None:
    model.layers.reverse()
    model.head.weight += model.layers[0].weight


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0)], Layer(3.0))
    move(model)
    model.layers[0].weight = 9.0
    move(model)
    return model


result = run()
