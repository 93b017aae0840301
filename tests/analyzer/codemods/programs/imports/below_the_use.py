# expect: rewritten
import sys


def run():
    layer = Layer(1.0)
    layer.weight = 2.0
    return layer


from equinox import Module  # noqa: E402


class Layer(Module):
    weight: float


result = run(), len(sys.argv) >= 0
