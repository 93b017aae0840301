# expect: rewritten
import equinox as eqx
from collections.abc import Callable


class Activated(eqx.Module):
    scale: float
    activation: Callable[[float], float]


def run(m: float) -> Activated:
    model = Activated(1.0, abs)
    model.activation = lambda x: x * m
    model.scale = model.activation(2.0)
    return model


made = run(3.0)
result = made.scale, made.activation(10.0)
