# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    scale: float


def halve(model: Model) -> None:
    model.scale /= 2


class Trainer:
    def __init__(self) -> None:
        self.model = Model(4.0)

    def step(self) -> None:
        halve(self.model)


trainer = Trainer()
trainer.step()
result = trainer.model
