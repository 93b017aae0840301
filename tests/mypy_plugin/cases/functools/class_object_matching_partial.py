"""A class whose parameters could be those of `Partial` itself.

Case: testFunctoolsPartialClassObjectMatchingPartial
mypy: checks
treelint: the same; compares it with a `Callable`, too
"""
from typing import Callable

from equinox import Partial


class Triple:
    def __init__(self, func: int, a: int, b: int) -> None: ...


rest = Partial(Triple, 1)
# N: Revealed type is "def (a: int, b: int) -> Triple"
reveal_type(rest)
# E: Argument 2 to "Triple" has incompatible type "str"; expected "int"  [arg-type]
rest(1, "2")
declared: Callable[[int, int], Triple] = Partial(Triple, 1)
