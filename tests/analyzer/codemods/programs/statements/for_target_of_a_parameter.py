# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    step: int = 0
    total: float = 0.0


def count(model: Model, most: int) -> None:
    for model.step in range(most):
        print(model.step)


model = Model([])
count(model, 3)
result = model
