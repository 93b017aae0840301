# expect: rewritten
import equinox as eqx


class Grid(eqx.Module):
    rows: list[list[float]]
    items: list[float]


def run() -> tuple[Grid, int]:
    grid = Grid([[1.0], [2.0], [3.0]], [4.0, 5.0, 6.0])
    i = 0
    grid.items[i] = float(i := 2)
    grid.items[i] += float(i := 1)
    grid.rows[i].append(float(i := 0))
    grid.rows[(i := 1)][(i := 0)] = 9.0
    return grid, i


result = run()
