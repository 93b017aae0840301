# expect: withheld (the attribute cannot be assigned)
import dataclasses

import equinox as eqx


class Model(eqx.Module):
    scale: float


@dataclasses.dataclass(frozen=True)
class Trainer:
    model: Model = dataclasses.field(default_factory=lambda: Model(1.0))

    def step(self):
        self.model.scale = 2.0


trainer = Trainer()
trainer.step()
result = trainer.model
