# expect: withheld (the constructor puts in what is kept)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Holder:
    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    def fill(self, number: float) -> None:
        self.layer.weight = number


first, second = Layer(1.0), Layer(2.0)
one, two = Holder(Layer(3.0)), Holder(Layer(4.0))
one.__init__(first)
Holder.__init__(two, second)
one.fill(5.0)
two.fill(6.0)
result = first, second
