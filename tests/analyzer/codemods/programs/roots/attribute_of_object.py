# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    scale: float


class Trainer:
    def __init__(self) -> None:
        self.model = Model(4.0)
        self.steps = 0

    def step(self) -> None:
        self.model.scale -= 1.0
        self.steps += 1


trainer = Trainer()
trainer.step()
trainer.step()
result = trainer.model, trainer.steps
