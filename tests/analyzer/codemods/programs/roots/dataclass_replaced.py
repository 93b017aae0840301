# expect: withheld (another object has the tree)
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


trainer = Trainer(Net(1.0))
other = dataclasses.replace(trainer, steps=1)
trainer.step()
result = trainer.net, other.net
