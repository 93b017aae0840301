# expect: rewritten
from equinox import Module


class Layer(Module):
    weight: float


def other() -> str:
    import equinox as eqx
    from equinox import tree_at

    return eqx.__name__ + tree_at.__name__


def run() -> Layer:
    layer = Layer(1.0)
    layer.weight = 2.0
    return layer


result = run(), other()
