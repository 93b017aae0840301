# expect: rewritten
from dataclasses import replace

import equinox as eqx


class Norm(eqx.Module):
    gain: float


class Layer(eqx.Module):
    norm: Norm
    weight: float


class Model(eqx.Module):
    layer: Layer
    scale: float


def run(gain: float) -> Model:
    model = Model(Layer(Norm(1.0), 2.0), 3.0)
    return replace(model, layer=replace(model.layer, norm=replace(model.layer.norm, gain=gain)))


result = run(7.0)
