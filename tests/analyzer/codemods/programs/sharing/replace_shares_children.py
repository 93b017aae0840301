# expect: withheld (the new tree holds the same children)
import dataclasses
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layer: Layer
    scale: float


def run() -> tuple[Model, Model]:
    model = Model(Layer(1.0), 1.0)
    other = dataclasses.replace(model, scale=2.0)
    other.layer.weight = 5.0
    return model, other


result = run()
