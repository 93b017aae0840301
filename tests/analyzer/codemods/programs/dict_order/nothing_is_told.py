# expect: rewritten
import copy
import jax
import equinox as eqx


class Model(eqx.Module):
    table: dict[str, float]
    step: int = 0


def total(model: Model) -> float:
    return model.table["a"] + model.table.get("b", 0.0)


def changed(model: Model, by: int) -> Model:
    model.step = by
    return model


model = Model({"b": 1.0, "a": 2.0})
model = changed(model, 3)
model.table["c"] = 5.0
kept = copy.deepcopy(model)
names = sorted(model.table)
known = len(model.table), "a" in model.table, kept == model, isinstance(model, Model)
leaves = [float(leaf) for leaf in jax.tree.leaves(model)]
result = total(model), total(model=kept), names, known, leaves
