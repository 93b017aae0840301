# expect: withheld (a subclass overrides the method)
import equinox as eqx


class Base(eqx.Module):
    weight: float

    def step(self) -> None:
        self.weight += 1.0


class Quiet(Base):
    def step(self) -> None:
        print("nothing")


def advance(model: Base) -> None:
    model.step()


loud, quiet = Base(1.0), Quiet(2.0)
advance(loud)
advance(quiet)
result = loud, quiet
