# expect: rewritten
import equinox as eqx


class Best(eqx.Module):
    loss: float
    epoch: int = -1


def train(losses: list[float]) -> Best:
    best = Best(float("inf"))
    for epoch, loss in enumerate(losses):
        if loss != loss:
            break
        if loss >= best.loss:
            continue
        best.loss = loss
        best.epoch = epoch
    return best


result = train([3.0, 1.0, 2.0, float("nan"), 0.0])
