"""Whether anything but one variable has a tree, so that it would see a change, or not see it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.container_methods import PUTTING, takes_values
from treelint.codemods.effects import changes_trees
from treelint.codemods.exchanges import exchanged
from treelint.codemods.freshness import is_fresh, is_fresh_part, is_unchangeable
from treelint.codemods.keeping import Alias, Kept, is_given_out, keepings
from treelint.codemods.mutations import Way
from treelint.codemods.own_updates import is_new, puts_own
from treelint.codemods.places import type_of
from treelint.codemods.turns import is_of_another_turn
from treelint.index import end_of
from treelint.resolve import ScopeKind
from treelint.sites.mutators import MUTATORS, SETTERS
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
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
    for use in file.uses(name):
        if use is name or not (
            _is_within(file, use, statement) or may_precede(file, use, statement)
        ):
            continue
        if is_of_another_turn(file, use, name, statement):
            continue
        if isinstance(use.ctx, ast.Store):
            reason = _of_binding(file, use, statement, depth)
            if reason is not None:
                return reason
            continue
        for value in put_inside(file, use):
            if not is_new(file, value, name.id) and not _is_within(file, use, statement):
                return f"something else may hold `{file.text(value)}`, which is a part of {shown}"
        if _runs_later(file, use, statement) and is_given_out(file, use):
            return f"a function gives out {shown}, or a part of it"
        for keeping in keepings(file, use):
            if isinstance(keeping, Kept):
                if _is_inside(file, keeping.inside, name):
                    continue  # what is put inside was looked at
                return f"something else may hold {shown}: {keeping.reason}"
            if keeping.name.id in without:
                continue
            reason = _of_alias(file, keeping, name, statement, depth)
            if reason is not None:
                return reason
    return None


def may_change_afterwards(
    file: FileIndex, value: ast.expr, root: ast.Name, statement: ast.stmt
) -> str | None:
    """Why what is put into a tree may change there through a variable, or show that it does not.

    The tree that `tree_at` makes holds a copy of it.
    """
    if is_fresh(file, value):
        return None
    for name in walk(value):
        if not isinstance(name, ast.Name) or is_unchangeable(type_of(file, name)):
            continue
        if name.id == root.id:
            if _changes_again(file, name, statement):
                return f"a part of `{root.id}` gets a second place in it, and may change there"
            continue
        for use in file.uses(name):
            is_later = may_follow(file, use, statement) and not _is_within(file, use, statement)
            is_again = use is name and _is_of_earlier_turns(file, name, statement)
            is_read = isinstance(use.ctx, ast.Load) or _is_augmented(file, use)
            if not is_read or not (is_later or is_again):
                continue
            if is_later and (_is_changed(file, use) or any(True for _ in keepings(file, use))):
                return f"`{name.id}` goes into the tree, and may be changed afterwards"
            if _changes_again(file, root, statement, by_others=True):
                return f"`{name.id}` goes into the tree, and may be changed there afterwards"
    return None


def _is_changed(file: FileIndex, use: ast.Name) -> bool:
    """Whether something inside of what a variable holds is assigned, deleted, or changed."""
    if _is_augmented(file, use):
        return True
    part: ast.expr = use
    parent = file.parents[use]
    while isinstance(parent, ast.Attribute | ast.Subscript) and parent.value is part:
        part, parent = parent, file.parents[parent]
        if not isinstance(part.ctx, ast.Load):
            return True
    if isinstance(parent, ast.Call):
        if isinstance(part, ast.Attribute) and part.attr in MUTATORS:
            return True
        name = file.names.qualified_name(parent.func) or ""
        if name.rpartition(".")[2] in SETTERS and part in parent.args[:1]:
            return True
    return changes_trees(file, file.statement(use)) is not None


def _is_augmented(file: FileIndex, use: ast.Name) -> bool:
    """Whether `+=` and the like may change what a variable holds in place."""
    statement = file.parents[use]
    return isinstance(statement, ast.AugAssign) and statement.target is use


def _is_of_earlier_turns(file: FileIndex, name: ast.Name, statement: ast.stmt) -> bool:
    """Whether a variable holds the same in all turns of a loop around a statement."""
    loops = [outer for outer in file.ancestors(statement) if isinstance(outer, _LOOPS)]
    stores = [use for use in file.uses(name) if not isinstance(use.ctx, ast.Load)]
    return any(not any(loop in file.ancestors(store) for store in stores) for loop in loops)


def _changes_again(
    file: FileIndex, name: ast.Name, statement: ast.stmt, *, by_others: bool = False
) -> bool:
    """Whether another statement changes something inside the parts of a tree.

    So may functions that change what they are given, which are counted for `by_others`.
    """
    owner = file.names.scopes[name].owner(name.id)
    for mutation in file.mutations:
        root = mutation.place.root
        if by_others and isinstance(root, ast.Name) and is_parameter(file, root):
            return True
        if not isinstance(root, ast.Name) or root.id != name.id:
            continue
        is_same = file.names.scopes[root].owner(root.id) is owner
        is_deep = mutation.way is Way.CALLED or mutation.place.inside is not root
        if is_same and is_deep and mutation.statement is not statement:
            return True
    return False


def _is_inside(file: FileIndex, target: ast.expr | None, name: ast.Name) -> bool:
    """Whether a field or item is one of the tree under a variable."""
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    if not isinstance(target, ast.Name) or target.id != name.id:
        return False
    scopes = file.names.scopes
    return scopes[target].owner(name.id) is scopes[name].owner(name.id)


def put_inside(file: FileIndex, use: ast.Name) -> list[ast.expr]:
    """What is put into a tree where a variable is read, by an assignment or a method.

    What goes into a field that is annotated as a number or an array is one, and does not count.
    """
    part: ast.expr = use
    parent = file.parents[use]
    while isinstance(parent, ast.Attribute | ast.Subscript) and parent.value is part:
        part, parent = parent, file.parents[parent]
    if is_unchangeable(type_of(file, part)) or gets_back(file, part):
        return []
    while isinstance(parent, ast.Tuple | ast.List | ast.Starred):
        if isinstance(parent.ctx, ast.Load):
            return []
        part, parent = parent, file.parents[parent]
    match parent:
        case ast.Assign(targets=targets, value=value) if part is not value:
            # What is assigned to two targets is one thing in two places: the place stands for it.
            if exchanged(file, parent):
                return []
            return [value] if len(targets) == 1 else [use]
        case ast.AugAssign(target=target, value=value) if part is target:
            return [value]
        case ast.AnnAssign(target=target, value=ast.expr() as value) if part is target:
            return [value]
        case ast.Call(func=function) if part is function and isinstance(part, ast.Attribute):
            if part.attr in PUTTING and not takes_values(file, parent):
                return [*parent.args, *(keyword.value for keyword in parent.keywords)]
    return []


def is_kept_nowhere(file: FileIndex, name: ast.Name, depth: int) -> bool:
    """Whether a local variable that a function returns is all that holds its tree."""
    statement = file.statement(name)
    scope = file.names.scopes[name]
    owner = scope.owner(name.id)
    if owner is None or owner.kind is not ScopeKind.FUNCTION or is_parameter(file, name):
        return False
    return sharing(file, name, statement, min(depth, _MAX_DEPTH)) is None


def is_parameter(file: FileIndex, name: ast.Name) -> bool:
    """Whether a variable is a parameter of its function."""
    owner = file.names.scopes[name].owner(name.id)
    function = None if owner is None else owner.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return False
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [item for item in (arguments.vararg, arguments.kwarg) if item is not None]
    return any(item.arg == name.id for item in every)


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


def gets_back(file: FileIndex, target: ast.expr) -> bool:
    """Whether a variable, or a part of a tree, is assigned what a call returns that it gave it."""
    # Loaded here: the two ask each other.
    from treelint.codemods import handing_back

    return handing_back.gets_back(file, target)


def is_own_update(file: FileIndex, target: ast.expr) -> bool:
    """Whether a place gives a variable an updated copy of what it holds."""
    # Loaded here: the two ask each other.
    from treelint.codemods import handing_back

    return handing_back.is_own_update(file, target)


def _of_alias(
    file: FileIndex, alias: Alias, name: ast.Name, statement: ast.stmt, depth: int
) -> str | None:
    """Why another variable that has it, or a part of it, would tell the difference."""
    owner = file.names.scopes[alias.name].owner(alias.name.id)
    if owner is None or owner.kind is ScopeKind.CLASS:
        return f"`{alias.name.id}` holds it too"
    if owner is file.names.scopes[name].owner(name.id) and alias.name.id == name.id:
        return None
    loads = [use for use in file.uses(alias.name) if isinstance(use.ctx, ast.Load)]
    if all(is_unchangeable(type_of(file, use)) for use in loads):
        return None
    is_own = owner.kind is ScopeKind.FUNCTION or file.names.scopes[name].owner(name.id) is owner
    if not is_own or is_read_after(file, alias.name, statement):
        return f"`{alias.name.id}` is, or holds, a part of `{name.id}`, and is read afterwards"
    for use in file.uses(alias.name):
        if not isinstance(use.ctx, ast.Load) or not may_precede(file, use, statement):
            continue
        for keeping in keepings(file, use):
            if isinstance(keeping, Kept):
                return f"something else may hold a part of `{name.id}`: {keeping.reason}"
            if keeping.name.id != alias.name.id:
                reason = (
                    _of_alias(file, keeping, name, statement, depth - 1)
                    if depth > 1
                    else f"`{keeping.name.id}` holds a part of it"
                )
                if reason is not None:
                    return reason
    return None


def is_read_after(file: FileIndex, name: ast.Name, statement: ast.stmt) -> bool:
    """Whether a variable may be read once a statement is done."""
    return any(
        isinstance(use.ctx, ast.Load)
        and not _is_within(file, use, statement)
        and may_follow(file, use, statement)
        for use in file.uses(name)
    ) or any(
        _runs_later(file, use, statement)
        for use in file.uses(name)
        if isinstance(use.ctx, ast.Load)
    )


def may_precede(file: FileIndex, use: ast.expr, statement: ast.stmt) -> bool:
    """Whether a place may be passed before a statement is run."""
    if _runs_later(file, use, statement):
        return True
    start = (statement.lineno, statement.col_offset)
    return (use.lineno, use.col_offset) < start or _share_a_loop(file, use, statement)


def may_follow(file: FileIndex, use: ast.expr, statement: ast.stmt) -> bool:
    """Whether a place may be passed after a statement was run."""
    if _runs_later(file, use, statement):
        return True
    # Several statements may stand on one line.
    return (use.lineno, use.col_offset) > end_of(statement) or _share_a_loop(file, use, statement)


def _runs_later(file: FileIndex, use: ast.expr, statement: ast.stmt) -> bool:
    """Whether a place is in a function that runs at a time that is not known."""
    return _function(file, use) is not _function(file, statement)


def _function(file: FileIndex, node: ast.AST) -> ast.AST | None:
    child = node
    for outer in file.ancestors(node):
        if isinstance(outer, _SCOPES):
            body = outer.body if isinstance(outer.body, list) else [outer.body]
            if child in body:
                return outer
        child = outer
    return None


def _share_a_loop(file: FileIndex, use: ast.AST, statement: ast.AST) -> bool:
    loops = {outer for outer in file.ancestors(statement) if isinstance(outer, _LOOPS)}
    return any(outer in loops for outer in file.ancestors(use))


def _is_within(file: FileIndex, node: ast.AST, statement: ast.stmt) -> bool:
    return statement in file.ancestors(node)
