# expect: withheld (the trainer holds the tree)
import equinox as eqx


class Model(eqx.Module):
    scale: float


class Trainer:
    def __init__(self, model: Model) -> None:
        self.model = model

    def step(self) -> None:
        self.model.scale += 1.0


model = Model(1.0)
trainer = Trainer(model)
trainer.step()
result = model, trainer.model
