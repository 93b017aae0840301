# expect: rewritten
import equinox as eqx


class Params(eqx.Module):
    table: dict[str, float]


params = Params({"a": 1.0})
params.table.setdefault("a", 5.0)
params.table.setdefault("b", 6.0)
result = params
