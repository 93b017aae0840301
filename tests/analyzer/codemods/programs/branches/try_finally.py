# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    training: bool
    losses: list[float]


def evaluate() -> Model:
    model = Model(True, [])
    try:
        model.training = False
        model.losses.append(0.5)
    finally:
        model.training = True
    return model


result = evaluate()
