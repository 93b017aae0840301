# expect: withheld (the order of the keys is seen)
import equinox as eqx


class Net(eqx.Module):
    params: dict[str, float]
    scale: float = 1.0


def run() -> list[object]:
    net = Net({"w": 1.0, "b": 2.0})
    net.scale = 3.0
    first, second = net.params
    return [first, second, *net.params]


result = run()
