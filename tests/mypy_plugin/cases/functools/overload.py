"""Overloads: those that still fit are left.

Case: testFunctoolsPartialOverload
mypy: takes the first overload, and checks nothing
treelint: keeps the overloads that fit
"""
from typing import Any, overload

from equinox import Partial


@overload
def scale(value: int, by: str) -> int: ...
@overload
def scale(value: str, by: int) -> str: ...
def scale(value: Any, by: Any) -> Any:
    return value


either = Partial(scale)
# N: Revealed type is "Overload(def (value: int, by: str) -> int, def (value: str, by: int) -> str)"
reveal_type(either)
# N: Revealed type is "int"
reveal_type(either(1, "2"))
# N: Revealed type is "str"
reveal_type(either("1", 2))
# E: No overload variant of "scale" matches argument types "int", "int"  [call-overload]
# N: Possible overload variants:
# N:     def scale(value: int, by: str) -> int
# N:     def scale(value: str, by: int) -> str
either(1, 2)
# E: No overload variant of "scale" matches argument types "str", "str"  [call-overload]
# N: Possible overload variants:
# N:     def scale(value: int, by: str) -> int
# N:     def scale(value: str, by: int) -> str
either("1", "2")

number = Partial(scale, 1)
# N: Revealed type is "def (by: str) -> int"
reveal_type(number)
# E: Argument 1 to "scale" has incompatible type "int"; expected "str"  [arg-type]
number(2)
# E: No overload variant of "scale" matches argument type "float"  [partial]
# N: Possible overload variants:
# N:     def scale(value: int, by: str) -> int
# N:     def scale(value: str, by: int) -> str
Partial(scale, 1.5)
