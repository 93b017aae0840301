# expect: withheld (a property gives the tree out)
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Trainer:
    def __init__(self) -> None:
        self._net = Net(1.0)

    @property
    def net(self) -> Net:
        return self._net

    def step(self) -> None:
        self._net.weight += 1.0


trainer = Trainer()
kept = trainer.net
trainer.step()
result = kept, trainer.net
