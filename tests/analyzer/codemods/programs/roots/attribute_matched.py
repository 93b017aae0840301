# expect: withheld (a pattern reads the attribute)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Holder:
    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    def fill(self, number: float) -> None:
        self.layer.weight = number


holder = Holder(Layer(1.0))
match holder:
    case Holder(layer=kept):
        pass
holder.fill(5.0)
result = kept
