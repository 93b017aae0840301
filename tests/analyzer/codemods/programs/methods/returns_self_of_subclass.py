# expect: rewritten
import equinox as eqx


class Base(eqx.Module):
    steps: int

    def advance(self) -> None:
        self.steps += 1


class Derived(Base):
    total: float = 0.0


def run() -> Derived:
    derived = Derived(1, 2.0)
    derived.advance()
    derived.total = derived.steps + 0.5
    derived.advance()
    return derived


result = run()
