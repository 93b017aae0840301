# expect: rewritten
import dataclasses
import equinox as eqx


class Net(eqx.Module):
    weight: float


@dataclasses.dataclass(slots=True)
class Trainer:
    net: Net
    steps: int = 0

    def step(self) -> None:
        self.net.weight += 1.0


trainer = Trainer(Net(1.0), steps=3)
trainer.step()
result = trainer.net, trainer.steps
