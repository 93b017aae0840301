"""`type[...]` of plain and of generic classes.

Case: testFunctoolsPartialTypeObject
mypy: checks
treelint: the same
"""
from typing import Generic, TypeVar

from equinox import Partial

A = TypeVar("A")


class Cell:
    def __init__(self, size: int) -> None: ...


class Store(Generic[A]):
    def __init__(self, first: A) -> None: ...


def over(cell: type[Cell], store: type[Store[int]], either: type[Cell] | type[Store[int]]) -> None:
    # N: Revealed type is "Cell"
    reveal_type(Partial(cell, 2)())
    # E: Argument 1 to "Cell" has incompatible type "str"; expected "int"  [partial]
    Partial(cell, "two")
    # N: Revealed type is "Store[int]"
    reveal_type(Partial(store, 2)())
    # E: Argument 1 to "Store" has incompatible type "str"; expected "int"  [partial]
    Partial(store, "two")
    # N: Revealed type is "Cell | Store[int]"
    reveal_type(Partial(either, 2)())


def generic(store: type[Store[A]], value: A) -> None:
    # N: Revealed type is "Store[A]"
    reveal_type(Partial(store, value)())
    # E: Argument 1 to "Store" has incompatible type "str"; expected "A"  [partial]
    Partial(store, "two")
    # E: Argument 1 to "Store" has incompatible type "int"; expected "A"  [partial]
    Partial(store, 2)()
