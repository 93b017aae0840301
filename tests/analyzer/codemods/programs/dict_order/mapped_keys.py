# expect: withheld (map and chain go over the keys)
import itertools
import equinox as eqx


class Model(eqx.Module):
    table: dict[str, float]
    step: int = 0


model = Model({"b": 1.0, "a": 2.0})
model.step = 5
result = list(map(str, model.table)), list(itertools.chain(model.table))
