"""What the functions of a file do with what they are given: keep it, or return it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.holders.returning import places_returned
from treelint.records import dataclass
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex


_MOST_OPEN = 60


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What a function does with a parameter: why it may keep it, and where it returns it.

    A place is an index in the tuple that it returns, or None for all of that.
    """

    reason: str | None = None
    places: frozenset[int | None] = frozenset()


class Handed:
    """What the functions of a file do with their parameters, each looked at once."""

    def __init__(self, _: FileIndex) -> None:
        self._known: dict[tuple[ast.FunctionDef, str], HandedOn] = {}
        self._open: list[tuple[ast.FunctionDef, str]] = []

    def of(self, file: FileIndex, function: ast.FunctionDef, parameter: str) -> HandedOn:
        """What one function does with one parameter."""
        key = (function, parameter)
        if key in self._known:
            return self._known[key]
        if key in self._open or len(self._open) > _MOST_OPEN:
            return HandedOn("it is passed on to where it came from")
        self._open.append(key)
        try:
            self._known[key] = _handed_on(file, function, parameter)
        finally:
            self._open.pop()
        return self._known[key]


def _handed_on(file: FileIndex, function: ast.FunctionDef, parameter: str) -> HandedOn:
    # Loaded here: the two ask each other.
    from treelint.codemods.holders.keeping import Kept, keepings

    places: set[int | None] = set()
    for node in walk(function):
        if not isinstance(node, ast.Name) or node.id != parameter:
            continue
        owner = file.names.scopes[node].owner(parameter)
        if owner is None or owner.node is not function or not isinstance(node.ctx, ast.Load):
            continue
        for keeping in keepings(file, node):
            # A variable of the function is gone when it returns, but may be returned itself.
            if isinstance(keeping, Kept):
                if keeping.inside is not None and _is_put_back(file, keeping.inside):
                    continue
                return HandedOn(keeping.reason)
            for use in file.uses(keeping.name):
                places |= places_returned(file, use)
        places |= places_returned(file, node)
    return HandedOn(places=frozenset(places))


def _is_put_back(file: FileIndex, target: ast.expr) -> bool:
    # Loaded here: the two ask each other.
    from treelint.codemods.callers.handing_back import gets_back

    return gets_back(file, target)
