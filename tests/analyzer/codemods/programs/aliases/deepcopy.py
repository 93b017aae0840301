# expect: rewritten
import copy
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> tuple[Model, Model]:
    model = Model([Layer(1.0), Layer(2.0)])
    target = copy.deepcopy(model)
    target.layers[0].weight = 0.0
    target.layers.append(Layer(3.0))
    return model, target


result = run()
