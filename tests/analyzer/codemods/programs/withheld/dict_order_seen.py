# expect: withheld (the order of the keys is seen)
import equinox as eqx


class Model(eqx.Module):
    scale: float
    heads: dict[str, float]


def run() -> list[str]:
    model = Model(1.0, {"b": 1.0, "a": 2.0})
    model.scale = 2.0
    return [name for name, value in model.heads.items()]


result = run()
