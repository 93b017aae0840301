# expect: rewritten
import equinox as eqx


class Params(eqx.Module):
    table: dict[str, float]


params = Params({"w": 1.0, "classifier": 2.0})
del params.table["classifier"]
result = params
