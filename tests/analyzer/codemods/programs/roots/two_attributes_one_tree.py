# expect: withheld (both attributes hold one tree)
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Trainer:
    def __init__(self) -> None:
        self.online = Net(1.0)
        self.target = self.online

    def step(self) -> None:
        self.online.weight += 1.0


trainer = Trainer()
trainer.step()
result = trainer.online, trainer.target
