"""A type variable that stands for one of several types.

Case: testFunctoolsPartialTypeVarValues
mypy: checks
treelint: the same
"""
from typing import TypeVar

from equinox import Partial

N = TypeVar("N", int, str)


def second(step: int, value: N) -> N:
    return value


def first(value: N, step: int) -> N:
    return value


def alike(value: N, other: N) -> N:
    return other


behind = Partial(second, 1)
# N: Revealed type is "int"
reveal_type(behind(1))
# N: Revealed type is "str"
reveal_type(behind("a"))
# E: Value of type variable "N" of "second" cannot be "object"  [type-var]
behind(object())

before = Partial(first, 1)
# N: Revealed type is "int"
reveal_type(before(1))
# E: Argument 1 to "first" has incompatible type "str"; expected "int"  [arg-type]
before("a")

both = Partial(alike, 1)
# N: Revealed type is "int"
reveal_type(both(1))
# E: Argument 1 to "alike" has incompatible type "str"; expected "int"  [arg-type]
both("a")
