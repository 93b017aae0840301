# expect: rewritten
import equinox as eqx


class Head(eqx.Module):
    weight: float


class Model(eqx.Module):
    heads: dict[str, Head]


def reset() -> Model:
    model = Model({"a": Head(1.0), "b": Head(2.0)})
    for name in ("b", "a"):
        model.heads[name].weight = 0.0
    return model


result = reset()
