"""A type variable inside a type that comes later, and behind a parameter bound by its name.

Case: testFunctoolsPartialNestedGeneric
mypy: three errors, none of which says why
treelint: says that the parameter can be given by name only
"""
from typing import TypeVar

from equinox import Partial

A = TypeVar("A")


def nth(index: int, items: list[A]) -> A:
    return items[index]


first = Partial(nth, 0)


def uses(words: list[str]) -> None:
    # N: Revealed type is "str"
    reveal_type(first(words))
    # N: Revealed type is "int"
    reveal_type(first([1]))


named = Partial(nth, index=0)
# N: Revealed type is "int"
reveal_type(named(items=[1]))
# E: Too many positional arguments for "nth": "items" can be given by name only, as "index" before is bound by its name  [call-arg]
named([1])
