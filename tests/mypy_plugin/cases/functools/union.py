"""Unions: one Partial for each function that it may be.

Case: testFunctoolsPartialUnion
mypy: checks every item
treelint: the same
"""
from typing import Any, Callable

from equinox import Partial


def over(
    anything: Any,
    same: Callable[[int], int] | Callable[[int], int],
    several: Callable[[int], int] | Callable[[int], str],
    longer: Callable[[int], int] | Callable[[int, str], str],
    perhaps: Callable[[int], int] | str,
) -> None:
    # N: Revealed type is "Any"
    reveal_type(Partial(anything, 2)())
    # N: Revealed type is "int"
    reveal_type(Partial(same, 2)())
    # N: Revealed type is "int | str"
    reveal_type(Partial(several, 2)())
    # N: Revealed type is "(def () -> int) | (def (str) -> str)"
    reveal_type(Partial(longer, 2))
    # E: Argument 1 has incompatible type "str"; expected "int"  [partial]
    Partial(several, "2")
    # E: Too few arguments  [call-arg]
    Partial(longer, 2)()
    # E[equinox]: Argument 1 to "Partial" has incompatible type "Callable[[int], int] | str"; expected "Callable[..., int]"  [arg-type]
    # E[treeops]: Argument 1 to "Partial" has incompatible type "Callable[[int], int] | str"; expected "Callable[[int], int]"  [arg-type]
    # E[jax]: "Callable[[int], int] | str" not callable  [partial]
    Partial(perhaps, 2)
