# expect: rewritten
import equinox as eqx


class Dropout(eqx.Module):
    rate: float
    active: bool = True


def prepare(train: bool) -> Dropout:
    dropout = Dropout(0.5)
    dropout.rate = 0.1 if train else 0.0
    dropout.active = train and dropout.rate > 0
    return dropout


result = [prepare(True), prepare(False)]
