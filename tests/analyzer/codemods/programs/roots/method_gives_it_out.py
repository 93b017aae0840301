# expect: withheld (a method gives the tree out)
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Trainer:
    def __init__(self) -> None:
        self.net = Net(1.0)

    def current(self) -> Net:
        return self.net

    def __iter__(self):
        yield self.net

    def step(self) -> None:
        self.net.weight += 1.0


trainer = Trainer()
kept = trainer.current()
[other] = trainer
trainer.step()
result = kept, other, trainer.net
