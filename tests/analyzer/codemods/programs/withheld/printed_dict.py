# expect: withheld (the order of the keys is seen)
import equinox as eqx


class Net(eqx.Module):
    params: dict[str, float]


net = Net({"w": 1.0, "b": 2.0})
net.params["w"] = 3.0
print(net)
result = net.params
