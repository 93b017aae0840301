# expect: withheld (the order of the keys is seen)
import json

import equinox as eqx


class Net(eqx.Module):
    params: dict[str, float]
    scale: float = 1.0


def run() -> list[str]:
    net = Net({"w": 1.0, "b": 2.0})
    net.params["w"] = 3.0
    return [",".join(net.params), json.dumps(net.params), f"{net.params}", next(iter(net.params))]


result = run()
