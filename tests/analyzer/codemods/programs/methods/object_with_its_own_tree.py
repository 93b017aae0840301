# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Holder:
    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    def fill(self, number: float) -> None:
        self.layer.weight = number


holders = [Holder(Layer(1.0)), Holder(layer=Layer(2.0))]
for holder in holders:
    holder.fill(5.0)
result = [holder.layer for holder in holders]
