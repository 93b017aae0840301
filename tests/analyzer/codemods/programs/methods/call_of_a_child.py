# expect: rewritten
import equinox as eqx


class Norm(eqx.Module):
    mean: float

    def __call__(self, x: float) -> float:
        self.mean = 0.5 * self.mean + x
        return x - self.mean


class Net(eqx.Module):
    norm: Norm
    scale: float

    def __call__(self, x: float) -> float:
        return self.scale * self.norm(x) + self.norm.mean


net = Net(Norm(0.0), 2.0)
outs = [net(1.0), net.__call__(2.0)]
result = outs, net
