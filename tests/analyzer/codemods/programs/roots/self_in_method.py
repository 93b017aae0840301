# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def scaled(self, factor: float) -> "Layer":
        self.weight = self.weight * factor
        return self


layer = Layer(3.0)
layer = layer.scaled(2.0)
result = layer
