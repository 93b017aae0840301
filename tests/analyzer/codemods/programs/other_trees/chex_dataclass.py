# expect: rewritten
import chex


@chex.dataclass(frozen=True)
class Config:
    rate: float
    momentum: float


config = Config(rate=0.1, momentum=0.9)
config.rate = 0.01
result = config
