# expect: withheld (the row is found before the item is taken)
import equinox as eqx


class Grid(eqx.Module):
    rows: list[list[float]]
    items: list[float]


def run() -> tuple[Grid, str]:
    grid, caught = Grid([[1.0], [2.0, 3.0]], [4.0]), "none"
    grid.rows[0].append(grid.rows[1].pop())
    try:
        grid.rows[9].append(grid.items.pop())
    except IndexError as error:
        caught = type(error).__name__
    return grid, caught


result = run()
