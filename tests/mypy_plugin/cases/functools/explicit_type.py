"""A declared type, and a function whose result an argument tells.

Case: testFunctoolsPartialExplicitType
mypy: lets the arguments alone tell the result
treelint: lets the declared type tell of it, too
"""
from typing import Callable, TypeVar

from equinox import Partial

A = TypeVar("A")


def parsed(text: str, base: int, kind: type[A]) -> A:
    return kind()


def listed(first: A, more: int) -> list[A]:
    return [first]


as_text: Callable[..., str] = Partial(parsed, kind=str)
# E[equinox, treeops]: Incompatible types in assignment (expression has type "Callable[[str, int], str]", variable has type "Callable[..., bool]")  [assignment]
# E[jax]: Incompatible types in assignment (expression has type "def parsed(text: str, base: int, *, kind: type[str] = ...) -> str", variable has type "Callable[..., bool]")  [assignment]
as_flag: Callable[..., bool] = Partial(parsed, kind=str)
floats: Callable[[int], list[float]] = Partial(listed, 1)
# E: Incompatible types in assignment (expression has type "Callable[[int], list[int]]", variable has type "Callable[[int], list[str]]")  [assignment]
words: Callable[[int], list[str]] = Partial(listed, 1)
