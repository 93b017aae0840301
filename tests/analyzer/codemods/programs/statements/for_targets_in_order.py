# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    step: int = 0
    total: float = 0.0


def run() -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    for i, model.layers[i].weight in enumerate((5.0, 6.0)):  # each in its turn
        # The last one stays.
        model.total += model.layers[i].weight
    for model.layers[model.step].weight, model.step in ((7.0, 1), (8.0, 0)): print(model)
    for model.step in ():
        pass
    return model


result = run()
