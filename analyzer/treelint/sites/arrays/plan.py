"""What takes the place of an assignment to items of arrays, and what the ways to it share."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING

from treelint.records import dataclass, field
from treelint.sites.arrays.items import ItemWrite, Withheld
from treelint.sites.evaluation import bound_in, is_private, is_pure, read_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from treelint.fixing.imports import Reference
    from treelint.index import FileIndex
    from treelint.sites.arrays.aliases import Aliases


@dataclass(frozen=True, slots=True)
class Plan:
    """What takes the place of a statement.

    `writes` are its items that become updates, each with the variable that its value goes by
    where that is not its own; `value` is the variable that the value of the whole statement goes
    by, `index` that of an index which must be evaluated once. `tree_at` is how the function can be
    called where an array is in a tree.
    """

    writes: dict[ast.Subscript, tuple[ItemWrite, str | None]] = field(repr=False)
    value: str | None = None
    index: str | None = None
    tree_at: Reference | None = None


def with_value(
    aliases: Aliases, statement: ast.stmt, base: str, made: Callable[[str], Plan]
) -> Plan | Withheld:
    """What a new variable makes, if there can be one where a statement stands."""
    if is_in_class(aliases.file, statement):
        return Withheld("a variable for its value would become an attribute of the class")
    return made(next(unused(aliases, base)))


def is_in_class(file: FileIndex, statement: ast.stmt) -> bool:
    """Whether variables that a statement assigns are attributes of a class."""
    scopes = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    around = (outer for outer in file.ancestors(statement) if isinstance(outer, scopes))
    return isinstance(next(around, None), ast.ClassDef)


def unused(aliases: Aliases, base: str) -> Iterator[str]:
    """Names that the file has no use for."""
    names = itertools.chain([base], (f"{base}{number}" for number in itertools.count(2)))
    return (name for name in names if name not in aliases.words)


def unstable(file: FileIndex, write: ItemWrite) -> str | None:
    """Why the array, or an index, may be another one when it is evaluated again."""
    indices = write.indices
    if len(indices) > 1 and not all(is_pure(file, index) for index in indices):
        return "an index would be evaluated more than once"
    for index in indices:
        if may_change_root(file, index, write):
            return f"`{ast.unparse(index)}` may assign `{ast.unparse(write.root)}`"
    return None


def may_change_root(file: FileIndex, effect: ast.expr, write: ItemWrite) -> bool:
    """Whether evaluating something may give the variable another array."""
    if bound_in(effect) & read_in(write.root):
        return True
    if is_pure(file, effect):
        return False
    return not (isinstance(write.assigned, ast.Name) and is_private(file, write.assigned))
