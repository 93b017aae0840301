# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def last_doubled(count: int) -> Model:
    model = Model([Layer(float(i)) for i in range(count)])
    model.layers[len(model.layers) - 1].weight = 2 * model.layers[count - 1].weight
    model.layers[count // 2].weight = -1.0
    return model


result = last_doubled(5)
