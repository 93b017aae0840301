# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


def run() -> tuple[Layer, Layer]:
    online, target = Layer(1.0, 2.0), Layer(3.0, 4.0)
    target.weight = 0.5 * target.weight + 0.5 * online.weight
    online.bias = target.bias
    target.bias = 0.5 * target.bias + 0.5 * online.bias
    return online, target


result = run()
