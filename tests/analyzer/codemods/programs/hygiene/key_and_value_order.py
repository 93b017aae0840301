# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Table(eqx.Module):
    rows: dict[str, float]


def run(missing: bool) -> Table:
    table = Table({"a": 1.0})
    table.rows[trace("key", "b")] = trace("value", 2.0)
    try:
        table.rows[trace("key again", "c" if missing else "a")] += trace("more", 1.0)
    except KeyError:
        print("missing")
    return table


result = [run(True), run(False)]
