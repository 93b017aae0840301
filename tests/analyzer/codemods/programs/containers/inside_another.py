# expect: rewritten
import equinox as eqx


class Grid(eqx.Module):
    rows: list[list[float]]
    named: dict[str, list[float]]


grid = Grid([[1.0], [2.0]], {"x": [0.0]})
grid.rows[1].append(3.0)
grid.named["x"].extend(grid.rows[1])
grid.rows.append([5.0])
result = grid
