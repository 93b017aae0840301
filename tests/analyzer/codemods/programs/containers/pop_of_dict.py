# expect: rewritten
import equinox as eqx


class Params(eqx.Module):
    table: dict[str, float]


params = Params({"a": 1.0, "b": 2.0})
gone = params.table.pop("a")
nothing = params.table.pop("missing", None)
result = params, gone, nothing
