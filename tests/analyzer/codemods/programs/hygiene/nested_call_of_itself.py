# expect: rewritten
import equinox as eqx


class Cell(eqx.Module):
    hidden: float
    seen: list[float]


def run() -> Cell:
    cell = Cell(1.0, [])
    cell.seen.append(cell.hidden)
    cell.hidden = sum(cell.seen) + cell.hidden
    cell.seen.extend([cell.hidden, *cell.seen])
    return cell


result = run()
