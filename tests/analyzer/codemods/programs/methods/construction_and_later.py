# expect: withheld (the method is part of construction, too)
import equinox as eqx


class Cell(eqx.Module):
    hidden: float

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.hidden = 0.0


cell = Cell()
cell.hidden = 3.0
seen = cell.hidden
cell.reset()
result = cell, seen
