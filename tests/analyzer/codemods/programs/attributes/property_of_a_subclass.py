# expect: withheld (a subclass has another head)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]

    @property
    def head(self) -> Layer:
        return self.layers[-1]


class Other(Model):
    @property
    def head(self) -> Layer:
        return self.layers[0]


def reset(model: Model) -> Model:
    model.head.weight = 0.0
    return model


result = reset(Model([Layer(1.0), Layer(2.0)])), reset(Other([Layer(1.0), Layer(2.0)]))
