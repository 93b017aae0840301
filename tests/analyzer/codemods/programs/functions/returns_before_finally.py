# expect: withheld (the tree changes after the value of `return`)
import equinox as eqx


class Model(eqx.Module):
    training: bool
    scale: float


def evaluate(model: Model, x: float) -> float:
    model.training = False
    try:
        return model.scale * x
    finally:
        model.training = True
        model.scale = 0.0


model = Model(True, 2.0)
out = evaluate(model, 3.0)
result = model, out
