# expect: withheld (a copy of the object holds the tree)
import copy
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Trainer:
    def __init__(self) -> None:
        self.net = Net(1.0)


trainer = Trainer()
other = copy.copy(trainer)
trainer.net.weight = 5.0
result = trainer.net, other.net
