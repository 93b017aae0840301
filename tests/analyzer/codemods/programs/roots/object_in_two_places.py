# expect: rewritten
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Trainer:
    def __init__(self) -> None:
        self.net = Net(1.0)


class Logger:
    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer

    def log(self) -> float:
        return self.trainer.net.weight


trainer = Trainer()
logger = Logger(trainer)
trainer.net.weight = 5.0
result = logger.log(), trainer.net
