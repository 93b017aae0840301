# expect: withheld (the attribute is found by its name)
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Trainer:
    def __init__(self) -> None:
        self.net = Net(1.0)

    def step(self) -> None:
        self.net.weight += 1.0


trainer = Trainer()
kept = getattr(trainer, "net")
everything = vars(trainer)["net"]
trainer.step()
result = kept, everything, trainer.net
