# expect: withheld (a subclass keeps the tree)
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Trainer:
    def __init__(self) -> None:
        self.net = Net(1.0)

    def step(self) -> None:
        self.net.weight += 1.0


class Keeping(Trainer):
    def __init__(self) -> None:
        super().__init__()
        self.first = self.net


trainer = Keeping()
trainer.step()
result = trainer.first, trainer.net
