# expect: withheld (the first key is taken)
import equinox as eqx


class Model(eqx.Module):
    table: dict[str, float]
    step: int = 0


model = Model({"b": 1.0, "a": 2.0})
model.step = 5
first, second = model.table
result = first, second
