# expect: nothing found
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    items: list[float]

    def __init__(self, weight: float) -> None:
        self.weight = weight
        self.items = []
        self.items.append(weight)
        self._finish()

    def _finish(self) -> None:
        self.weight += 1.0


result = Layer(1.0)
