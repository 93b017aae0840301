"""A type guard: what it returns, once its argument is bound, is a bool.

Case: testFunctoolsPartialTypeGuard
mypy: knows no guard
treelint: keeps one whose argument is not bound yet
"""
from typing import TypeGuard

from equinox import Partial


def all_names(items: list[object]) -> TypeGuard[list[str]]:
    return True


# N: Revealed type is "def () -> bool"
reveal_type(Partial(all_names, ["a", 1]))
# N: Revealed type is "bool"
reveal_type(Partial(all_names, ["a", 1])())


def narrowed(items: list[object]) -> None:
    check = Partial(all_names)
    if check(items):
        # N: Revealed type is "list[str]"
        reveal_type(items)
