# expect: rewritten
import equinox as eqx


class Base(eqx.Module):
    weight: float

    def step(self) -> None:
        self.weight += 1.0


class Derived(Base):
    total: float = 0.0

    def step(self) -> None:
        super().step()
        self.total += self.weight


def run():
    base, derived = Base(1.0), Derived(2.0, 1.0)
    base.step()
    derived.step()
    derived.step()
    return base, derived


result = run()
