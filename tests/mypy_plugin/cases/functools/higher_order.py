"""A Partial given to a function that says what it calls.

Case: testFunctoolsPartialHigherOrder
mypy: takes it for any `Callable` of that result
treelint: compares the parameters
"""
from typing import Callable, Protocol

from equinox import Partial


def loss(step: int, name: str, data: bytes) -> int:
    return step


class Named(Protocol):
    def __call__(self, name: str, data: bytes) -> int: ...


def runs(function: Callable[[str, bytes], int]) -> None: ...
def runs_other(function: Callable[[str, int], int]) -> None: ...
def runs_named(function: Named) -> None: ...


runs(Partial(loss, 1))
# E: Argument 1 to "runs_other" has incompatible type "Callable[[str, bytes], int]"; expected "Callable[[str, int], int]"  [arg-type]
runs_other(Partial(loss, 1))
runs_named(Partial(loss, 1))
# E: Argument 1 to "runs" has incompatible type "Callable[[int, str, bytes], int]"; expected "Callable[[str, bytes], int]"  [arg-type]
runs(Partial(loss))
ready = Partial(loss, 1)
runs(ready)
# E: Argument 1 to "runs_other" has incompatible type "Callable[[str, bytes], int]"; expected "Callable[[str, int], int]"  [arg-type]
runs_other(ready)
