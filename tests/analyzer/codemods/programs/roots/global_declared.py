# expect: rewritten
import equinox as eqx


class Settings(eqx.Module):
    rate: float


settings = Settings(0.1)


def reset(rate: float) -> None:
    global settings
    if rate > 1:
        settings = Settings(1.0)
    settings.rate = rate


reset(0.5)
reset(2.0)
result = settings
