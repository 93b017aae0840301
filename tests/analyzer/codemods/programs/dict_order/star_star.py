# expect: withheld (the order of the keys is seen)
import equinox as eqx


class Net(eqx.Module):
    params: dict[str, float]
    scale: float = 1.0


def names(**given: float) -> list[str]:
    return list(given)


def run() -> list[str]:
    net = Net({"w": 1.0, "b": 2.0})
    net.scale = 3.0
    return names(**net.params)


result = run()
