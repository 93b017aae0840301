# expect: withheld (another way to call the constructor)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Holder:
    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    def fill(self, number: float) -> None:
        self.layer.weight = number


first, second = Layer(1.0), Layer(2.0)
holder = Holder(Layer(3.0))
one = type(holder)(first)
two = holder.__class__(second)
one.fill(5.0)
two.fill(6.0)
result = first, second
