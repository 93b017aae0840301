# expect: rewritten
import equinox as eqx


class Ema(eqx.Module):
    value: float
    decay: float

    def update(self, new: float) -> None:
        self.value = self.decay * self.value + (1 - self.decay) * new

    def update_all(self, values: list[float]) -> None:
        for value in values:
            self.update(value)


ema = Ema(0.0, 0.5)
ema.update_all([1.0, 2.0])
ema.update(3.0)
result = ema
