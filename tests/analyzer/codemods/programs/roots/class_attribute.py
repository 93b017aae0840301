# expect: withheld (all objects share the attribute)
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Trainer:
    net = Net(1.0)

    def step(self) -> None:
        self.net.weight += 1.0


first, second = Trainer(), Trainer()
first.step()
result = first.net, second.net
