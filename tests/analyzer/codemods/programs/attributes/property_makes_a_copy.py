# expect: withheld (the property makes a new layer)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]

    @property
    def head(self) -> Layer:
        return self.layers[-1]


class Other(eqx.Module):
    layers: list[Layer]

    @property
    def head(self) -> Layer:
        return Layer(self.layers[-1].weight)


other = Other([Layer(1.0)])
other.head.weight = 5.0
result = other
