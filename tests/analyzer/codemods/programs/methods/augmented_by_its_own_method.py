# expect: withheld (the field is read before the method changes it)
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def bump(self) -> float:
        self.weight += 1.0
        return self.weight


def run() -> Layer:
    layer = Layer(1.0)
    layer.weight += layer.bump()
    return layer


result = run()
