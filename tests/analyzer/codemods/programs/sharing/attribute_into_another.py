# expect: withheld (two attributes hold one tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    head: Layer


class Trainer:
    def __init__(self) -> None:
        self.model = Model(Layer(1.0))
        self.spare = Layer(2.0)


def run(trainer: Trainer, flag: bool) -> None:
    if flag:
        trainer.model.head = trainer.spare
    else:
        trainer.spare.weight = 3.0


made = Trainer()
for flag in (True, False):
    run(made, flag)
result = made
