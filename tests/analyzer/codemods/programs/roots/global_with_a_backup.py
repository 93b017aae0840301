# expect: withheld (another variable holds the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


settings = Layer(0.1)
backup = settings


def reset(rate: float) -> None:
    global settings
    if rate > 1:
        settings = Layer(1.0)
    settings.weight = rate


reset(0.5)
result = settings, backup
