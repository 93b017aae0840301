# expect: withheld (the order of the keys is seen)
import equinox as eqx


class Net(eqx.Module):
    params: dict[str, float]
    scale: float = 1.0


def run() -> list[str]:
    net, seen = Net({"w": 1.0, "b": 2.0}), []
    net.scale = 3.0
    seen.extend(net.params)
    seen += net.params
    return seen


result = run()
