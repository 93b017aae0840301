# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run(values: list[float]) -> Model:
    model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
    try:
        for layer, value in zip(model.layers, values):
            layer.weight = 1 / value
    except ZeroDivisionError:
        print("stopped")
    return model


result = run([2.0, 0.0, 4.0])
