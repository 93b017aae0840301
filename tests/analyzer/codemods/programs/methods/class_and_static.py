# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    @classmethod
    def make(cls, weight: float) -> "Layer":
        layer = cls(0.0)
        layer.weight = weight
        return layer

    @staticmethod
    def halve(layer: "Layer") -> "Layer":
        layer.weight /= 2
        return layer


layer = Layer.make(3.0)
layer = Layer.halve(layer)
result = layer
