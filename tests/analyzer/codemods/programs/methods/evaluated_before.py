# expect: withheld (the old tree is an argument beside the call)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Trainer:
    def __init__(self) -> None:
        self.model = Layer(1.0)

    def grow(self) -> float:
        self.model.weight += 1.0
        return 3.0

    def show(self, model: Layer, value: float) -> None:
        print(model.weight, value)

    def run(self) -> None:
        self.show(self.model, self.grow())


trainer = Trainer()
trainer.run()
result = trainer.model
