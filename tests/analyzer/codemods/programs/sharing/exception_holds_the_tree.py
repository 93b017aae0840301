# expect: withheld (an exception holds the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class NotGood(Exception):
    pass


def run() -> tuple[Layer, float]:
    layer = Layer(1.0)
    try:
        raise NotGood(layer)
    except NotGood as caught:
        layer.weight = 5.0
        kept = caught.args[0]
    return layer, kept.weight


result = run()
