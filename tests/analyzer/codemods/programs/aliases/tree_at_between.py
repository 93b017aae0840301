# expect: withheld (the alias is of the tree before)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    layer = model.layers[0]
    model = eqx.tree_at(lambda m: m.total, model, 3.0)
    layer.weight = 7.0
    return model


result = run()
