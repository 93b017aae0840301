# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def assign(value: float, *, layer: Layer) -> None:
    layer.weight = value


layer = Layer(1.0)
assign(2.0, layer=layer)
assign(layer=layer, value=layer.weight + 1)
result = layer
