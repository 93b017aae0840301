# expect: rewritten
import equinox as eqx


class Heads(eqx.Module):
    heads: dict[str, float]


def add_heads(names: list[str]) -> Heads:
    model = Heads({})
    for number, name in enumerate(names):
        model.heads[name] = float(number)
    return model


result = add_heads(["seg", "depth"])
