"""Whether anything but one variable has a tree, so that it would see a change, or not see it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import type_of
from treelint.codemods.flow.reach import may_read
from treelint.codemods.flow.succession import (
    is_read_after,
    is_within,
    may_precede,
    runs_later,
)
from treelint.codemods.flow.turns import is_of_another_turn
from treelint.codemods.holders.freshness import is_fresh, is_fresh_part, is_unchangeable
from treelint.codemods.holders.keeping import Alias, Kept, keepings, outcomes
from treelint.codemods.holders.later_changes import is_inside, why_put_in
from treelint.codemods.holders.own_updates import gets_back, puts_own
from treelint.codemods.holders.returning import is_given_out
from treelint.resolve import ScopeKind
from treelint.sites.evaluation import is_parameter

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.scopes import Scope

_MAX_DEPTH = 4


def sharing(
    file: FileIndex,
    name: ast.Name,
    statement: ast.stmt,
    depth: int = _MAX_DEPTH,
    without: frozenset[str] = frozenset(),
) -> str | None:
    """Why something else may have what a variable holds as a statement is run; None if not.

    The variables `without` do not count.
    """
    if depth == 0:
        return f"it is not known what else holds `{name.id}`"
    shown = f"`{name.id}`"
    for use in _telling_uses(file, name):
        if use is name or not (
            is_within(file, use, statement) or may_precede(file, use, statement)
        ):
            continue
        if is_of_another_turn(file, use, name, statement):
            continue
        if isinstance(use.ctx, ast.Store):
            reason = _of_binding(file, use, statement, depth)
            if reason is not None:
                return reason
            continue
        reason = None if is_within(file, use, statement) else why_put_in(file, use)
        if reason is not None:
            return reason
        if runs_later(file, use, statement) and is_given_out(file, use):
            return f"a function gives out {shown}, or a part of it"
        for keeping in keepings(file, use):
            if isinstance(keeping, Kept):
                if is_inside(file, keeping.inside, name):
                    continue  # what is put inside was looked at
                return f"something else may hold {shown}: {keeping.reason}"
            if keeping.name.id in without:
                continue
            reason = _of_alias(file, keeping, name, statement, depth)
            if reason is not None:
                return reason
    return None


def _telling_uses(file: FileIndex, name: ast.Name) -> list[ast.Name]:
    """The places of a variable that may tell of something else that has its tree.

    Most tell nothing, whichever statement is asked about, and many statements are.
    """
    known = file.once(_known_uses)
    key = (name.id, file.names.scopes[name].owner(name.id))
    if key not in known:
        # Those who ask meanwhile look at all of them.
        known[key] = file.uses(name)
        known[key] = [use for use in known[key] if _may_tell(file, use)]
    return known[key]


def _known_uses(_: FileIndex) -> dict[tuple[str, Scope | None], list[ast.Name]]:
    """The telling places of variables, for those asked about."""
    return {}


def _may_tell(file: FileIndex, use: ast.Name) -> bool:
    if isinstance(use.ctx, ast.Store):
        match file.parents[use]:
            case ast.Assign(targets=[ast.Name()], value=value):
                return not (is_fresh(file, value) or puts_own(file, value, use))
        return True
    return why_put_in(file, use) is not None or any(True for _ in outcomes(file, use))


def is_kept_nowhere(file: FileIndex, name: ast.Name, depth: int) -> bool:
    """Whether a local variable that a function returns is all that holds its tree."""
    statement = file.statement(name)
    scope = file.names.scopes[name]
    owner = scope.owner(name.id)
    if owner is None or owner.kind is not ScopeKind.FUNCTION or is_parameter(file, name):
        return False
    return sharing(file, name, statement, min(depth, _MAX_DEPTH)) is None


def _of_binding(file: FileIndex, name: ast.Name, statement: ast.stmt, depth: int) -> str | None:
    """Why the value that a variable is given may be something else's too."""
    parent = file.parents[name]
    match parent:
        case ast.Assign(targets=[ast.Name()], value=value):
            pass
        case ast.AnnAssign(value=ast.expr() as value):
            pass
        case ast.AnnAssign():
            return None
        case ast.Tuple():
            if gets_back(file, name):
                return None
            if _is_fresh_element(file, parent, name):
                return None
            single = _of_display(file, parent, name)
            if single is None:
                return f"it is not followed what `{name.id}` gets"
            value = single
        case ast.For() | ast.comprehension():
            return f"`{name.id}` is an item of something else, which would not change"
        case _:
            return f"it is not followed what `{name.id}` gets"
    if is_fresh(file, value) or gets_back(file, name):
        return None
    if puts_own(file, value, name):
        return None
    origin = value
    while isinstance(origin, ast.Attribute | ast.Subscript):
        origin = origin.value
    if origin is value and isinstance(origin, ast.Name):
        # Another name for it, which nobody reads any more.
        if is_read_after(file, origin, statement):
            return f"`{origin.id}` is the same tree"
        return sharing(file, origin, statement, depth - 1) or (
            f"`{origin.id}` is the same tree" if is_parameter(file, origin) else None
        )
    if isinstance(origin, ast.Name) and origin is not value:
        return f"`{name.id}` is a part of `{origin.id}`, which would not change"
    return f"something else may hold what `{file.text(value)}` gives to `{name.id}`"


def _is_fresh_element(file: FileIndex, target: ast.Tuple, name: ast.Name) -> bool:
    """Whether a variable gets one of several things that a call makes."""
    index = target.elts.index(name)
    if any(isinstance(item, ast.Starred) for item in target.elts):
        return False
    match file.parents[target]:
        case ast.Assign(targets=[_], value=ast.Call() as call):
            return is_fresh_part(file, call, index)
    return False


def _of_display(file: FileIndex, target: ast.Tuple, name: ast.Name) -> ast.expr | None:
    """What `a, b = x, y` gives to one variable."""
    match file.parents[target]:
        case ast.Assign(value=ast.Tuple(elts=values)) if len(values) == len(target.elts):
            starred = any(isinstance(item, ast.Starred) for item in (*values, *target.elts))
            return None if starred else values[target.elts.index(name)]
    return None


def _of_alias(
    file: FileIndex, alias: Alias, name: ast.Name, statement: ast.stmt, depth: int
) -> str | None:
    """Why another variable that has it, or a part of it, would tell the difference."""
    owner = file.names.scopes[alias.name].owner(alias.name.id)
    if owner is None or owner.kind is ScopeKind.CLASS:
        return f"`{alias.name.id}` holds it too"
    if owner is file.names.scopes[name].owner(name.id) and alias.name.id == name.id:
        return None
    loads = [use for use in file.uses(alias.name) if may_read(file, alias.name, use)]
    if all(is_unchangeable(type_of(file, use)) for use in loads):
        return None
    is_own = owner.kind is ScopeKind.FUNCTION or file.names.scopes[name].owner(name.id) is owner
    if not is_own or is_read_after(file, alias.name, statement, loads):
        return f"`{alias.name.id}` is, or holds, a part of `{name.id}`, and is read afterwards"
    for use in loads:
        if not may_precede(file, use, statement):
            continue
        for keeping in keepings(file, use):
            if isinstance(keeping, Kept):
                return f"something else may hold a part of `{name.id}`: {keeping.reason}"
            if keeping.name is not alias.name:
                reason = (
                    _of_alias(file, keeping, name, statement, depth - 1)
                    if depth > 1
                    else f"`{keeping.name.id}` holds a part of it"
                )
                if reason is not None:
                    return reason
    return None
