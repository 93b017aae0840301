# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    training: bool
    rate: float


def switch(mode: str) -> Model:
    model = Model(False, 0.5)
    if mode == "train": model.training = True
    if mode == "eval": model.rate = 0.0; model.training = False
    return model


result = [switch("train"), switch("eval")]
