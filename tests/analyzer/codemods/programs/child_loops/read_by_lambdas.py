# expect: withheld (the lambdas read the variable later)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    others: list[Layer]
    total: float = 0.0


def make() -> Model:
    return Model([Layer(1.0), Layer(2.0), Layer(3.0)], [Layer(4.0), Layer(5.0)])


def run():
    model = make()
    fs = []
    for layer in model.layers:
        layer.weight += 1.0
        fs.append(lambda: layer.weight)
    return model, [f() for f in fs]


result = run()
