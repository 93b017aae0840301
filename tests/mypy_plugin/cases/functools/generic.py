"""Generic functions: what is bound tells some of the type variables.

Case: testFunctoolsPartialGeneric
mypy: `partial[Any]` where a type variable is left
treelint: keeps the type variable
"""
from typing import TypeVar

from equinox import Partial

A = TypeVar("A")
B = TypeVar("B")


def blend(old: A, new: A) -> A:
    return new


def pick(key: A, value: B) -> B:
    return value


numbers = Partial(blend, 1)
# N: Revealed type is "def (new: int) -> int"
reveal_type(numbers)
# N: Revealed type is "int"
reveal_type(numbers(2))
# E: Argument 1 to "blend" has incompatible type "str"; expected "int"  [arg-type]
numbers("two")

words = Partial(blend, "one")
# E: Argument 1 to "blend" has incompatible type "int"; expected "str"  [arg-type]
words(2)
# N: Revealed type is "str"
reveal_type(words("two"))

chosen = Partial(pick, 1)
# N: Revealed type is "def [B] (value: B) -> B"
reveal_type(chosen)
# N: Revealed type is "int"
reveal_type(chosen(2))
# N: Revealed type is "str"
reveal_type(chosen("two"))
