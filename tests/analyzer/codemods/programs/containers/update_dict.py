# expect: rewritten
import equinox as eqx


class Params(eqx.Module):
    table: dict[str, float]


params = Params({"a": 1.0})
params.table.update({"b": 2.0, "a": 3.0})
params.table.update(c=4.0)
result = params
