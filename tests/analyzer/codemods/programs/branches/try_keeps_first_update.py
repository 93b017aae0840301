# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    first: float
    layers: list[float]


def load(values: list[float]) -> Model:
    model = Model(0.0, [0.0])
    try:
        model.first = values[0]
        model.layers[0] = values[1]
    except IndexError:
        print("incomplete")
    return model


result = [load([1.0, 2.0]), load([1.0]), load([])]
