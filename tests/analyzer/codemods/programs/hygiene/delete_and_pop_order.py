# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Table(eqx.Module):
    rows: dict[str, float]
    items: list[float]


table = Table({"a": 1.0, "b": 2.0}, [1.0, 2.0, 3.0])
del table.rows[trace("first", "a")], table.items[trace("second", 0)]
gone = table.rows.pop(trace("third", "z"), trace("fourth", 9.0))
table.items.insert(trace("fifth", 0), trace("sixth", 7.0))
result = table, gone
