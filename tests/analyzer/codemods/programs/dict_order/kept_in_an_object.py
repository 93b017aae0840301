# expect: withheld (an object whose attribute has no type holds the tree)
import equinox as eqx


class Model(eqx.Module):
    table: dict[str, float]
    step: int = 0


class View:
    def __init__(self, item) -> None:
        self.item = item

    def show(self) -> str:
        return str(self.item)


model = Model({"b": 1.0, "a": 2.0})
model.step = 5
result = View(model).show()
