# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    scale: float
    shift: float = 0.0


def prepare(large: bool) -> Model:
    model = Model(1.0)
    if large:
        model.scale = 10.0
        model.shift = 5.0
    else:
        model.scale = 0.1
    return model


result = [prepare(True), prepare(False)]
