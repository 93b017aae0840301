# expect: rewritten
import dataclasses
import equinox as eqx


class Net(eqx.Module):
    weight: float


@dataclasses.dataclass
class Trainer:
    net: Net = dataclasses.field(default_factory=lambda: Net(1.0))
    steps: int = 0

    def step(self) -> None:
        self.net.weight += 1.0
        self.steps += 1


trainer = Trainer()
trainer.step()
result = trainer.net, trainer.steps
