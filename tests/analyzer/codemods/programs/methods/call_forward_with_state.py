# expect: rewritten
import equinox as eqx


class Cell(eqx.Module):
    hidden: float
    weight: float

    def __call__(self, x: float) -> float:
        self.hidden = self.weight * self.hidden + x
        return self.hidden


cell = Cell(0.0, 0.5)
one = cell(1.0)
two = cell(1.0)
result = cell, one, two
