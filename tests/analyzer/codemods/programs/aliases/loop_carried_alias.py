# expect: withheld (the variable of the loop before sees the change)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    previous = None
    for layer in model.layers:
        if previous is not None:
            previous.weight += layer.weight
        layer.weight *= 2
        previous = layer
    return model


result = run()
