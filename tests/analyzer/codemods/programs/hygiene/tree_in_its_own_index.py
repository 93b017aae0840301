# expect: rewritten
import equinox as eqx


class Table(eqx.Module):
    rows: list[float]
    cursor: int


table = Table([1.0, 2.0, 3.0], 1)
table.rows[table.cursor] = 9.0
table.rows[table.cursor + 1] += table.rows[table.cursor]
result = table
