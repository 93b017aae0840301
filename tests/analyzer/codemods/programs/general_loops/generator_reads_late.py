# expect: withheld (the loop reads what changes meanwhile)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


def weights(model: Model):
    for i in range(2):
        yield model.layers[i].weight


def run() -> list[float]:
    model = Model([Layer(1.0), Layer(2.0)])
    seen = []
    for weight in (layer.weight for layer in model.layers):
        model.layers[1].weight = 7.0
        seen.append(weight)
    for weight in weights(model):
        model.layers[1].weight = 8.0
        seen.append(weight)
    for weight in map(lambda layer: layer.weight, model.layers):
        model.layers[1].weight = 9.0
        seen.append(weight)
    return seen


result = run()
