# expect: rewritten
import abc

import equinox as eqx


class Base(eqx.Module):
    weight: float

    @abc.abstractmethod
    def step(self) -> None: ...


class Plus(Base):
    def step(self) -> None:
        self.weight += 1.0


class Times(Base):
    def step(self) -> None:
        self.weight *= 3.0


def run(models: list[Base]) -> list[Base]:
    for model in models:
        model.step()
    return models


result = run([Plus(1.0), Times(2.0)])
