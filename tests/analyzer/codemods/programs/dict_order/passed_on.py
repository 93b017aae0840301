# expect: withheld (the order of the keys is seen)
import equinox as eqx


class Net(eqx.Module):
    params: dict[str, float]
    scale: float = 1.0


def describe(net: Net) -> str:
    text = ""
    for name, value in net.params.items():
        text += f"{name}={value} "
    return text


net = Net({"w": 1.0, "b": 2.0})
net.scale = 3.0
result = describe(net)
