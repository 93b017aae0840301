# expect: withheld (setattr may assign the attribute)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Holder:
    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    def fill(self, number: float) -> None:
        self.layer.weight = number


kept = Layer(1.0)
holder = Holder(Layer(3.0))
for name in ("layer",):
    setattr(holder, name, kept)
holder.fill(5.0)
result = kept
