# expect: withheld (all objects have one tree)
import dataclasses
import equinox as eqx


class Net(eqx.Module):
    weight: float


SHARED = Net(1.0)


@dataclasses.dataclass
class Trainer:
    net: Net = dataclasses.field(default_factory=lambda: SHARED)

    def step(self) -> None:
        self.net.weight += 1.0


first, second = Trainer(), Trainer()
first.step()
result = first.net, second.net
