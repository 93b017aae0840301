# expect: withheld (the order of the keys is seen)
import equinox as eqx


class Net(eqx.Module):
    params: dict[str, float]
    scale: float = 1.0


def run() -> tuple[Net, object]:
    net = Net({"w": 1.0, "b": 2.0, "c": 3.0})
    net.scale = 3.0
    last = net.params.popitem()
    return net, last


result = run()
