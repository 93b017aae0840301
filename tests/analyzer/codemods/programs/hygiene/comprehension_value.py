# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run(m: list[float]) -> Model:
    model = Model([])
    model.layers = [Layer(x) for x in m if x > 0]
    model.layers[0].weight = sum(layer.weight for layer in model.layers)
    return model


result = run([1.0, -1.0, 2.0])
