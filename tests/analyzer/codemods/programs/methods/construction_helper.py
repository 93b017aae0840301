# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    weight: float
    bias: float

    def __init__(self, weight: float) -> None:
        self.weight = weight
        self._reset()

    def _reset(self) -> None:
        self.bias = 0.0


model = Model(1.0)
model.weight = 3.0
result = model
