# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    _weight: float

    @property
    def weight(self) -> float:
        return self._weight


layer = Layer(1.0)
setattr(layer, "_weight", 2.0)
print(layer.weight)
result = layer
