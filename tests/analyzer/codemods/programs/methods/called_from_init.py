# expect: nothing found
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    steps: int

    def __init__(self, weight: float) -> None:
        self.steps = 0
        self.set(weight)

    def set(self, weight: float) -> None:
        self.weight = weight
        self.count()

    def count(self) -> None:
        self.steps += 1


layer = Layer(1.0)
result = layer
