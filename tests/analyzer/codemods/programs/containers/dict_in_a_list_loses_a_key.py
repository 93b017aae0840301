# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    grid: list[dict[str, float]]
    table: dict[str, list[float]]


model = Model([{"k": 1.0, "j": 2.0}], {"a": [1.0, 2.0]})
del model.grid[0]["k"]
del model.table["a"][0]
model.grid[0]["z"] = 3.0
model.table["a"].append(4.0)
result = model.grid[0]["j"], model.grid[0]["z"], len(model.grid[0]), model.table["a"]
