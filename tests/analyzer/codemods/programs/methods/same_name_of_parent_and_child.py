# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def step(self, by: float) -> float:
        self.weight += by
        return self.weight


class Model(eqx.Module):
    layers: list[Layer]
    head: Layer

    def step(self, by: float) -> float:
        total = sum(layer.weight for layer in self.layers)
        return total + self.head.step(by) + self.layers[0].step(by * 2)


class Trainer:
    def __init__(self) -> None:
        self.model = Model([Layer(1.0)], Layer(2.0))
        self.losses: list[float] = []

    def step(self, by: float) -> None:
        self.losses.append(self.model.step(by))

    def run(self, count: int) -> list[float]:
        for i in range(count):
            self.step(float(i))
        return self.losses


trainer = Trainer()
result = trainer.run(3), trainer.model
