# expect: withheld (assigning an attribute of the object does more)
import equinox as eqx


class Model(eqx.Module):
    scale: float


class Trainer:
    def __init__(self):
        self.model = Model(1.0)

    def __setattr__(self, name, value):
        print("set", name)
        object.__setattr__(self, name, value)

    def step(self):
        self.model.scale = 2.0


trainer = Trainer()
trainer.step()
result = trainer.model
