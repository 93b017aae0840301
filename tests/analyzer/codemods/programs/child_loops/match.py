# expect: rewritten
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
    for layer in model.layers:
        match layer.weight:
            case 1.0:
                layer.weight = 10.0
            case weight if weight > 2:
                layer.weight = weight * 2
            case _:
                continue
        layer.weight += 1.0
    return model


result = run()
