# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]

    @property
    def head(self) -> Layer:
        return self.layers[-1]


model = Model([Layer(1.0), Layer(2.0)])
model.head.weight = 4.0
result = model
