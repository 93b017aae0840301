# expect: withheld (what goes into the tree is changed afterwards)
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def scale(self, by: float) -> None:
        self.weight *= by


class Model(eqx.Module):
    layers: list[Layer]
    table: dict[str, float]


def make() -> Model:
    return Model([Layer(1.0), Layer(2.0), Layer(3.0)], {"a": 1.0, "b": 2.0})


m = make()
x = [Layer(9.0), Layer(1.0)]
m.layers = x
x += [Layer(2.0)]
result = m
