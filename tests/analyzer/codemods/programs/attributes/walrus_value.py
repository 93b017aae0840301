# expect: rewritten
import equinox as eqx


class Cell(eqx.Module):
    state: float
    seen: int = 0


cell = Cell(0.0)
cell.state = (new := 3.0) + 1.0
cell.seen = int(new)
print(new)
result = cell
