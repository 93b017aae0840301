"""Abstract classes: there may be a concrete one behind `type[...]`.

Case: testFunctoolsPartialAbstractType
mypy: refuses the class itself, not `type[...]`
treelint: the same
"""
from abc import ABC, abstractmethod

from equinox import Partial


class Solver(ABC):
    def __init__(self) -> None: ...
    @abstractmethod
    def step(self) -> None: ...


def below(solver: type[Solver]) -> None:
    solver()
    ready = Partial(solver)
    ready()


def itself() -> None:
    # E: Cannot instantiate abstract class "Solver" with abstract attribute "step"  [abstract]
    Solver()
    # E: Cannot instantiate abstract class "Solver" with abstract attribute "step"  [abstract]
    Partial(Solver)
