"""Which rules may find something in a file, as far as can be told without looking into it."""

from __future__ import annotations

from treelint.records import dataclass

ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Reach:
    """The codes of the rules that the gate names for a file, `ALL` for every rule; maybe none.

    `is_led` says that names lead to the file, of the libraries or the project's own, or may do so:
    then it may hold anything, whatever the gate says.
    """

    codes: frozenset[str] = frozenset()
    is_led: bool = False

    def __bool__(self) -> bool:
        return self.is_led or bool(self.codes)

    @property
    def is_settled(self) -> bool:
        """Whether the file alone says that it may hold anything: no other file changes that."""
        return ALL in self.codes

    def has(self, code: str) -> bool:
        """Whether the rule with this code may find something."""
        return self.is_led or self.is_settled or code in self.codes


EVERYTHING = Reach(frozenset({ALL}))
NOTHING = Reach()
