# expect: withheld (the alias is of the tree before)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


class Trainer:
    def __init__(self) -> None:
        self.model = Model([Layer(1.0), Layer(2.0)])

    def reset(self) -> None:
        self.model = Model([Layer(5.0)])

    def step(self) -> float:
        layer = self.model.layers[0]
        self.reset()
        layer.weight = 7.0
        return self.model.layers[0].weight


trainer = Trainer()
result = trainer.step()
