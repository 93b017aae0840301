# expect: withheld (max gives the first of several)
import equinox as eqx


class Model(eqx.Module):
    table: dict[str, float]
    step: int = 0


model = Model({"b": 1.0, "a": 2.0})
model.step = 5
result = max(model.table, key=len), "%s" % model
