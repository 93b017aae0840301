# expect: rewritten
from equinox import Module, tree_at


class Layer(Module):
    weight: float


def run(tree_at: float) -> Layer:
    layer = Layer(1.0)
    layer.weight = tree_at
    return layer


result = run(2.0), tree_at(lambda l: l.weight, Layer(1.0), 3.0)
