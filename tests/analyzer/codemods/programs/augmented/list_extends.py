# expect: rewritten
import equinox as eqx


class History(eqx.Module):
    losses: list[float]
    epoch: int = 0


def record(new: list[float]) -> History:
    history = History([1.0])
    history.losses += new
    history.epoch += len(new)
    return history


result = record([0.5, 0.25])
