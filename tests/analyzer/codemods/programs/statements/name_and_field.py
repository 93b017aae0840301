# expect: rewritten
import equinox as eqx


class Cell(eqx.Module):
    hidden: float

    def __call__(self, x: float) -> tuple[float, float]:
        return x + self.hidden, x * 2


cell = Cell(1.0)
out, cell.hidden = cell(3.0)
again, cell.hidden = cell(out)
result = out, again, cell
