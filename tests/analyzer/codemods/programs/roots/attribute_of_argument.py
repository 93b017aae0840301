# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    layers: list[float]


class Holder:
    def __init__(self) -> None:
        self.model: Model = Model([1.0, 2.0])


def bump(holder: Holder) -> None:
    holder.model.layers[0] += 1.0


holder = Holder()
bump(holder)
bump(holder)
result = holder.model
