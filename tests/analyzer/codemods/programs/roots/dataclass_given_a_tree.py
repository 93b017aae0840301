# expect: withheld (the caller keeps the tree)
import dataclasses
import equinox as eqx


class Net(eqx.Module):
    weight: float


@dataclasses.dataclass
class Trainer:
    net: Net
    steps: int = 0

    def step(self) -> None:
        self.net.weight += 1.0


net = Net(1.0)
trainer = Trainer(net)
trainer.step()
result = trainer.net, net
