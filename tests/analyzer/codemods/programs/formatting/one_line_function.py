# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def reset(layer: Layer) -> None: layer.weight = 0.0


layer = Layer(1.0)
reset(layer)
result = layer
