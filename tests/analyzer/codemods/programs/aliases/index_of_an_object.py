# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


class Cursor:
    def __init__(self) -> None:
        self.at: int = 0


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    cursor = Cursor()
    layer = model.layers[cursor.at]
    cursor.at += 1
    layer.weight = 7.0
    return model


result = run()
