# expect: withheld (a function inside gave out the tree)
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Trainer:
    def __init__(self) -> None:
        self.net = Net(1.0)


def run() -> list[Net]:
    trainer = Trainer()

    def current() -> Net:
        return trainer.net

    latest = lambda: trainer.net
    kept = [current(), latest()]
    trainer.net.weight = 5.0
    return [*kept, trainer.net]


result = run()
