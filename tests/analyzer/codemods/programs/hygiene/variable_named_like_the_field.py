# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    rate: float


def run(weight: float, rate: float) -> Layer:
    layer = Layer(1.0, 2.0)
    layer.weight *= weight
    layer.rate = layer.rate - rate * layer.weight
    layer.weight = weight + layer.weight * rate
    return layer


result = run(3.0, 5.0)
