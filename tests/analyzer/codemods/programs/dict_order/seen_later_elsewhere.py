# expect: withheld (the order of the keys is seen)
import equinox as eqx


class Net(eqx.Module):
    params: dict[str, float]
    scale: float = 1.0


class Trainer:
    def __init__(self) -> None:
        self.net = Net({"w": 1.0, "b": 2.0})

    def step(self) -> None:
        self.net.scale += 1.0

    def report(self) -> list[str]:
        return list(self.net.params)


trainer = Trainer()
trainer.step()
result = trainer.report()
