# expect: withheld (its class is called by another name)
import dataclasses
import equinox as eqx


class Net(eqx.Module):
    weight: float


@dataclasses.dataclass
class Trainer:
    net: Net

    def step(self) -> None:
        self.net.weight += 1.0


net = Net(1.0)
make = Trainer
trainer = make(net)
trainer.step()
result = trainer.net, net
