"""What a rule says: a finding, and the fix that it offers."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, TypeAlias

from treelint.records import dataclass

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.source import SourceFile

# Never switched off: without a syntax tree nothing else was looked for.
NEVER_IGNORED = frozenset({"TL900"})
UNUSED_IGNORE = "TL901"


class Applicability(enum.Enum):
    """How far a fix can be trusted."""

    SAFE = "safe"
    """The new code means what the old one meant, or the old one could only raise."""
    UNSAFE = "unsafe"
    """The new code is what was meant, most likely; it does something else than the old."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file: row and column from 1, the column in characters."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A change of one node: `transform` gets its LibCST counterpart, and returns the new one.

    The counterpart of an `ast.Name` is a `cst.Name`, and so on: the rule knows which it is. A
    compound statement, such as a `for`, may become a `cst.SimpleStatementLine`, and a small
    statement several, in a `cst.FlattenSentinel`. For `cst.RemoveFromParent()` a statement goes;
    the comments around it stay, and a block that would be empty gets a `pass`.
    """

    node: ast.expr | ast.stmt
    transform: Callable[
        [Any], cst.CSTNode | cst.RemovalSentinel | cst.FlattenSentinel[cst.BaseSmallStatement]
    ]


@dataclass(frozen=True, slots=True)
class Splice:
    """A change of text that is no syntax, such as a comment: two indices, and what goes there."""

    start: int
    end: int
    content: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A change in another file of the project, as that file's `source` is now.

    `file` is what the node of a `Rewrite` is from; once surgery has been at it, it is None.
    """

    source: SourceFile
    change: Rewrite | Splice
    file: FileIndex | None = None


Change: TypeAlias = Rewrite | Splice | Elsewhere


@dataclass(frozen=True, slots=True)
class Fix:
    """A cure that can be applied: all of its changes, or none."""

    applicability: Applicability
    message: str
    changes: tuple[Change, ...]

    @property
    def splices(self) -> list[Splice]:
        """The changes of text in the finding's own file, all of them after surgery."""
        return [change for change in self.changes if isinstance(change, Splice)]

    @property
    def elsewhere(self) -> list[Elsewhere]:
        """The changes in other files."""
        return [change for change in self.changes if isinstance(change, Elsewhere)]

    @property
    def is_cut(self) -> bool:
        """Whether surgery has made pieces of text of all the changes."""
        inner = (item.change if isinstance(item, Elsewhere) else item for item in self.changes)
        return all(isinstance(change, Splice) for change in inner)

    @classmethod
    def safe(cls, message: str, *changes: Change) -> Fix:
        """A fix that keeps the meaning, or replaces code that could only raise."""
        return cls(Applicability.SAFE, message, changes)

    @classmethod
    def unsafe(cls, message: str, *changes: Change) -> Fix:
        """A fix that changes what the program does, to what was most likely meant."""
        return cls(Applicability.UNSAFE, message, changes)


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: where, what, and the cure.

    `comment_rows` are the rows on which a comment suppresses it. `cell` is the cell of a
    notebook, from 1, that the rows of `start` and `end` count in; None in a file of another kind.
    """

    code: str
    name: str
    message: str
    filename: str
    start: Position
    end: Position
    comment_rows: frozenset[int]
    fix: Fix | None = None
    cell: int | None = None
