# expect: rewritten
import equinox as eqx


class Net(eqx.Module):
    params: dict[str, float]
    scale: float = 1.0


def run() -> tuple[Net, float, bool]:
    net = Net({"w": 1.0, "b": 2.0})
    net.scale = 3.0
    net.params["w"] += 1.0
    total = net.params["w"] + net.params.get("b", 0.0)
    return net, total, "w" in net.params


result = run()
