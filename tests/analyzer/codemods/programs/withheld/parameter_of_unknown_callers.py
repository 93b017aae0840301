# expect: withheld (the callers hold the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def reset(layer: Layer) -> None:
    layer.weight = 0.0


def apply(function, layers: list[Layer]) -> None:
    for layer in layers:
        function(layer)


layers = [Layer(1.0), Layer(2.0)]
apply(reset, layers)
result = layers
