# expect: withheld (what the method gives is a part of the tree)
import equinox as eqx


class Params(eqx.Module):
    lists: dict[str, list[float]]


def run() -> tuple[Params, list[float]]:
    params = Params({"x": [1.0]})
    found = params.lists.setdefault("y", [])
    found.append(3.0)
    return params, found


result = run()
