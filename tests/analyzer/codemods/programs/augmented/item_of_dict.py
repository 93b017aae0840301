# expect: rewritten
import equinox as eqx


class Losses(eqx.Module):
    sums: dict[str, float]


def accumulate(batches: list[tuple[str, float]]) -> Losses:
    losses = Losses({"kl": 0.0, "mse": 0.0})
    for name, loss in batches:
        losses.sums[name] += loss
    return losses


result = accumulate([("kl", 1.0), ("mse", 2.0), ("kl", 0.5)])
