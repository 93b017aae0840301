# expect: withheld (one row stands at two places)
import equinox as eqx


class Grid(eqx.Module):
    rows: list[list[float]]
    items: list[float]


def run() -> Grid:
    grid = Grid([[1.0], [2.0]], [])
    grid.rows[0], grid.rows[1] = grid.rows[1], grid.rows[1]
    grid.rows[0].append(3.0)
    return grid


result = run()
