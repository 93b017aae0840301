# expect: withheld (a function whose parameter has no type prints the tree)
import equinox as eqx


class Model(eqx.Module):
    table: dict[str, float]
    step: int = 0


def show(item) -> None:
    print(item)


model = Model({"b": 1.0, "a": 2.0})
model.step = 5
show(model)
result = model
