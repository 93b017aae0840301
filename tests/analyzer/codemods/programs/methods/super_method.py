# expect: rewritten
import equinox as eqx


class Base(eqx.Module):
    steps: int

    def advance(self) -> None:
        self.steps += 1


class Derived(Base):
    total: int = 0

    def run(self) -> None:
        self.advance()
        self.total += self.steps


derived = Derived(1)
derived.run()
derived.advance()
result = derived
