"""`cls` in a class method that returns `Self`.

Case: testFunctoolsPartialSelfType
mypy: checks
treelint: the same
"""
from typing import Self

from equinox import Partial


class Event:
    def __init__(self, time: float, text: str) -> None: ...

    @classmethod
    def at_start(cls, text: str) -> Self:
        make = Partial(cls, time=0)
        # E: Argument "text" to "Event" has incompatible type "int"; expected "str"  [arg-type]
        make(text=1)
        return make(text=text)
