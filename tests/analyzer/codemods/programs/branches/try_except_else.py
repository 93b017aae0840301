# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    rate: float
    failed: bool = False


def configure(text: str) -> Model:
    model = Model(0.1)
    try:
        model.rate = float(text)
    except ValueError:
        model.failed = True
    else:
        model.rate *= 2
    return model


result = [configure("0.5"), configure("fast")]
