# expect: withheld (a property changes something)
import equinox as eqx

log: list[str] = []


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]

    @property
    def head(self) -> Layer:
        log.append("head")
        return self.layers[-1]


model = Model([Layer(1.0)])
model.head.weight = 2.0
result = model, log
