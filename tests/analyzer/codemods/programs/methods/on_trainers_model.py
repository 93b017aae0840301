# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    scale: float

    def grow(self, factor: float) -> None:
        self.scale *= factor


class Trainer:
    def __init__(self, model: Model) -> None:
        self.model = model

    def step(self) -> None:
        self.model.grow(2.0)


trainer = Trainer(Model(1.0))
trainer.step()
trainer.step()
result = trainer.model
