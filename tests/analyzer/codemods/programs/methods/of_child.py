# expect: rewritten
import equinox as eqx


class Norm(eqx.Module):
    running: float

    def observe(self, value: float) -> None:
        self.running = 0.9 * self.running + 0.1 * value


class Model(eqx.Module):
    norm: Norm
    scale: float

    def step(self, value: float) -> float:
        self.norm.observe(value)
        return self.scale * self.norm.running


model = Model(Norm(0.0), 2.0)
out = model.step(1.0)
result = model, out
