# expect: withheld (a partial holds the tree)
import functools

import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def __call__(self, x: float) -> float:
        return self.weight * x


def apply(layer: Layer, x: float) -> float:
    return layer(x)


layer = Layer(1.0)
step = functools.partial(apply, layer)
call = layer.__call__
layer.weight = 5.0
result = step(2.0), call(3.0)
