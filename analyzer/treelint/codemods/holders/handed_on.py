"""What the functions of a file do with what they are given: keep it, or return it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.forms import parameters
from treelint.codemods.finding.places import first_name, type_of
from treelint.codemods.holders.freshness import is_unchangeable
from treelint.codemods.holders.keeping import PURE_PACKAGES, Kept, Returned, outcomes
from treelint.codemods.holders.returning import is_given_out, place_returned
from treelint.fullnames import PARTIAL, TREE_AT
from treelint.records import dataclass
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex


_MOST_OPEN = 60
# A function that another is made of, and so on: real chains are not longer.
_MAX_HOPS = 3
# What calls a function that it is given, and gives nothing that calls it again.
_CALLING = (
    *("builtins.max", "builtins.min", "builtins.sorted"),
    *("jax.eval_shape", "jax.lax.", "jax.tree.map", "jax.tree_map", "jax.tree_util.tree_map"),
)


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
    places: set[int | None] = set()
    pending = _reads_of(file, function, parameter)
    followed = {parameter}
    while pending:
        read = pending.pop()
        if is_unchangeable(type_of(file, read)):
            continue
        if _outlives(file, function, read):
            return HandedOn("a function inside it reads it")
        held = _put_and_held(file, function, read)
        if held is not None:
            return HandedOn(f"`{held}` is put into it, which something else may hold")
        for outcome in outcomes(file, read):
            if isinstance(outcome, Returned):
                if isinstance(file.parents[outcome.part], ast.Return):
                    places.add(place_returned(file, outcome))
                continue
            if isinstance(outcome, Kept):
                if outcome.inside is not None and _is_expected(file, function, outcome.inside):
                    continue
                return HandedOn(outcome.reason)
            # A variable of the function is gone when it returns; what it is used for may not be.
            name = outcome.name.id
            owner = file.names.scopes[outcome.name].owner(name)
            if owner is None or owner.node is not function:
                return HandedOn(f"it is stored in `{name}`")
            if name not in followed:
                followed.add(name)
                pending += _reads_of(file, function, name)
    return HandedOn(places=frozenset(places))


def _put_and_held(file: FileIndex, function: ast.FunctionDef, read: ast.Name) -> str | None:
    """What a function puts into a tree that it is given, and may keep, or put there twice.

    Of what it puts there for its other parameters the callers are asked.
    """
    # Loaded here: it asks what functions do with trees.
    from treelint.codemods.holders.given_up import gives_up
    from treelint.codemods.holders.later_changes import put_inside
    from treelint.codemods.holders.own_updates import is_new

    others = {name for name in parameters(function) if name != read.id}
    for value in put_inside(file, read):
        first = first_name(value)
        is_given = first is not None and first.id in others
        if value is read or not (is_given or gives_up(file, value) or is_new(file, value, read)):
            return file.text(value)
    return None


def _reads_of(file: FileIndex, function: ast.FunctionDef, variable: str) -> list[ast.Name]:
    """Where a variable of a function is read, in functions inside it, too."""
    found: list[ast.Name] = []
    for node in walk(function):
        if isinstance(node, ast.Name) and node.id == variable and isinstance(node.ctx, ast.Load):
            owner = file.names.scopes[node].owner(variable)
            if owner is not None and owner.node is function:
                found.append(node)
    return found


def _outlives(file: FileIndex, function: ast.FunctionDef, read: ast.Name) -> bool:
    """Whether a function inside of another one reads a variable, and may be called afterwards."""
    for outer in file.ancestors(read):
        if outer is function:
            return False
        match outer:
            case ast.Lambda():
                if not _is_only_called(file, outer):
                    return True
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                names = (
                    node
                    for node in walk(function)
                    if isinstance(node, ast.Name) and node.id == outer.name
                )
                if is_given_out(file, read) or not all(
                    _is_only_called(file, name) for name in names
                ):
                    return True
            case ast.ClassDef():
                return True
    return False


def _is_only_called(file: FileIndex, function: ast.expr, hops: int = _MAX_HOPS) -> bool:
    """Whether a function is called where it stands, or by what it is given to there."""
    part: ast.AST = function
    outer = file.parents[part]
    if isinstance(outer, ast.keyword):
        part, outer = outer, file.parents[outer]
    match outer:
        case ast.Call(func=called) if called is part:
            return True
        case ast.Call(func=called):
            name = file.names.qualified_name(called) or ""
            if name in TREE_AT or name.startswith(_CALLING):
                return True
            is_pure = name.partition(".")[0] in PURE_PACKAGES and name not in PARTIAL
            return is_pure and _is_only_called(file, outer, hops)
        case ast.Assign(targets=[ast.Name() as name]) if hops:
            reads = [use for use in file.uses(name) if isinstance(use.ctx, ast.Load)]
            return all(_is_only_called(file, read, hops - 1) for read in reads)
    return False


def _is_expected(file: FileIndex, function: ast.FunctionDef, target: ast.expr) -> bool:
    """Whether it is given back to where it was, or a constructor puts it into its object."""
    first = first_name(target)
    is_own = first is not None and first.id in parameters(function)[:1]
    return (function.name == "__init__" and is_own) or _is_put_back(file, target)


def _is_put_back(file: FileIndex, target: ast.expr) -> bool:
    # Loaded here: the two ask each other.
    from treelint.codemods.callers.handing_back import gets_back

    return gets_back(file, target)
