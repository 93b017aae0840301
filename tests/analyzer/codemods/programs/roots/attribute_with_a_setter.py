# expect: withheld (assigning the attribute does more)
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Trainer:
    def __init__(self) -> None:
        self._net = Net(1.0)
        self.assigned = 0

    @property
    def net(self) -> Net:
        return self._net

    @net.setter
    def net(self, net: Net) -> None:
        self.assigned += 1
        self._net = net


trainer = Trainer()
trainer.net.weight = 5.0
result = trainer.net, trainer.assigned
