# expect: rewritten
import equinox as eqx


class Networks(eqx.Module):
    online: list[float]
    target: list[float]


networks = Networks([1.0, 2.0], [3.0])
networks.online, networks.target = networks.target, networks.online
result = networks
