# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def reset(layer: Layer) -> None:  # noqa: D103
    """Set the weight to zero."""
    layer.weight = 0.0  # type: ignore[misc]


layer = Layer(1.0)
reset(layer)  # in place
result = layer
