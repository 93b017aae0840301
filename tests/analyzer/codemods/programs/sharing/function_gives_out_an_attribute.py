# expect: withheld (a function gave out the tree)
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Trainer:
    def __init__(self) -> None:
        self.nets = [Net(1.0), Net(2.0)]
        self.best = Net(3.0)


def best_of(trainer: Trainer) -> Net:
    return trainer.best


def run() -> list[Net]:
    trainer = Trainer()
    kept = [best_of(trainer), *trainer.nets]
    trainer.best.weight = 5.0
    trainer.nets[0].weight = 6.0
    return [*kept, trainer.best, *trainer.nets]


result = run()
