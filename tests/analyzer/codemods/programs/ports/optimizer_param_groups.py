# expect: rewritten
import equinox as eqx


class Group(eqx.Module):
    lr: float
    params: list[float]


class Optimizer(eqx.Module):
    groups: list[Group]


def schedule(epochs: int) -> Optimizer:
    optimizer = Optimizer([Group(0.1, [1.0]), Group(1.0, [2.0])])
    for epoch in range(epochs):
        for group in optimizer.groups:
            group.lr *= 0.5
    return optimizer


result = schedule(2)
