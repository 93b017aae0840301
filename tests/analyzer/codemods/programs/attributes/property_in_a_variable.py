# expect: withheld (the variable is what the property gave)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]

    @property
    def head(self) -> Layer:
        return self.layers[-1]


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    head = model.head
    model.layers.append(Layer(3.0))
    head.weight = 5.0
    return model


result = run()
