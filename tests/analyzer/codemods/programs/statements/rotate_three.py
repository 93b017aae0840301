# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    items: list[float]


class Model(eqx.Module):
    layers: list[Layer]


def run(i: int, j: int) -> Model:
    model = Model([Layer(1.0, [1.0]), Layer(2.0, [2.0]), Layer(3.0, [3.0])])
    model.layers[0], model.layers[1], model.layers[2] = (
        model.layers[1],
        model.layers[2],
        model.layers[0],
    )
    model.layers[i], model.layers[j] = model.layers[j], model.layers[i]
    model.layers[i].items.append(9.0)
    return model


result = run(0, 1), run(0, -3), run(1, 1)
