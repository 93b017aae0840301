# expect: rewritten
from copy import deepcopy

import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def perturbed(model: Model, by: float) -> Model:
    new = deepcopy(model)
    for layer in new.layers:
        layer.weight += by
    return new


base = Model([Layer(1.0), Layer(2.0)])
result = base, perturbed(base, 0.5)
