"""A protocol whose `__call__` is overloaded.

Case: testFunctoolsPartialOverloadedCallableProtocol
mypy: takes the first overload
treelint: keeps the overloads that fit
"""
from typing import Protocol, overload

from equinox import Partial


class Converts(Protocol):
    @overload
    def __call__(self, value: int) -> int: ...
    @overload
    def __call__(self, value: str) -> str: ...


def over(convert: Converts) -> None:
    # N: Revealed type is "int"
    reveal_type(Partial(convert, 1)())
    # N: Revealed type is "str"
    reveal_type(Partial(convert, "a")())
    # E: No overload variant of "__call__" of "Converts" matches argument type "float"  [partial]
    # N: Possible overload variants:
    # N:     def __call__(self, value: int) -> int
    # N:     def __call__(self, value: str) -> str
    Partial(convert, 1.5)
