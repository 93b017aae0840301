# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Holder:
    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    def fill(self, number: float) -> None:
        self.layer.weight = number


    def rename(self, name: str) -> str:
        setattr(self, "name", name)
        return f"{getattr(self, 'name')} of {type(self).__name__}"


holder = Holder(Layer(1.0))
holder.fill(5.0)
result = holder.layer, holder.rename("a"), isinstance(holder, Holder)
