# expect: rewritten
import equinox as eqx


class Settings(eqx.Module):
    rate: float
    steps: int


settings = Settings(0.1, 0)


def step() -> float:
    settings.steps += 1
    settings.rate = settings.rate / 2
    return settings.rate


result = [step(), step(), settings.steps]
