# expect: rewritten
import equinox as eqx


class Cell(eqx.Module):
    hidden: float


def run() -> tuple[Cell, float]:
    cell = Cell(1.0)
    before = cell.hidden
    cell.hidden += 1.0
    return cell, cell.hidden - before


result = run()
