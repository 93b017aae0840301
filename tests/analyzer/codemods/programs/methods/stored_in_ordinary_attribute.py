# expect: withheld (the object holds the tree, too)
import equinox as eqx


class Model(eqx.Module):
    scale: float

    def grow(self) -> None:
        self.scale *= 2


class Logger:
    def __init__(self, model: Model) -> None:
        self.model = model

    def log(self) -> float:
        return self.model.scale


model = Model(1.0)
logger = Logger(model)
model.grow()
result = logger.log(), model
