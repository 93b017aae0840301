# expect: withheld (the function is passed on)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def reset(layer: Layer) -> None:
    layer.weight = 0.0


hooks = [reset]
layer = Layer(1.0)
for hook in hooks:
    hook(layer)
reset(layer)
result = layer
