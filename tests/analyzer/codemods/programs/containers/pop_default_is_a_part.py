# expect: withheld (the default is a part of the tree)
import equinox as eqx


class Params(eqx.Module):
    lists: dict[str, list[float]]
    other: list[float]


def run() -> tuple[Params, list[float]]:
    params = Params({"x": [1.0]}, [2.0])
    found = params.lists.pop("missing", params.other)
    params.other.append(3.0)
    return params, found


result = run()
