# expect: withheld (one of them returns something else)
import equinox as eqx


class Base(eqx.Module):
    weight: float

    def step(self) -> float:
        self.weight += 1.0
        return self.weight


class Fluent(Base):
    def step(self) -> "Fluent":
        self.weight += 2.0
        return self


def run(model: Base):
    model.step()
    return model


result = run(Base(1.0)), run(Fluent(2.0))
