"""A type variable whose bound can be called.

Case: testFunctoolsPartialTypeVarBound
mypy: checks
treelint: the same
"""
from typing import Callable, TypeVar

from equinox import Partial

F = TypeVar("F", bound=Callable[[str, int], str])
C = TypeVar("C", bound=type[int])


def functions(function: F) -> F:
    ready = Partial(function, "a")
    # N: Revealed type is "str"
    reveal_type(ready(1))
    # E: Argument 1 has incompatible type "str"; expected "int"  [arg-type]
    ready("1")
    # E: Argument 1 has incompatible type "int"; expected "str"  [partial]
    Partial(function, 1)
    return function


def classes(kind: C) -> C:
    Partial(kind, "3")()
    return kind
