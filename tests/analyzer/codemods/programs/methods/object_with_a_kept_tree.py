# expect: withheld (the caller keeps the tree that it gives)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Holder:
    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    def fill(self, number: float) -> None:
        self.layer.weight = number


def give(layer: Layer) -> Holder:
    return Holder(layer)


kept = Layer(1.0)
holder = give(kept)
holder.fill(5.0)
result = kept, holder
