# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layer: Layer


def reset(layer: Layer) -> Layer:
    layer.weight = 0.0
    return layer


model = Model(Layer(1.0))
other = reset(model.layer)
result = model, other
