"""Loops that would see a change of a tree in the midst of them, and do not see an update.

A `for` holds on to what it goes over. It sees another item in that list, and what is read only
when its turn comes, as by a generator; it does not see that a field becomes another list.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.mutations import Way
from treelint.codemods.parts.movement import first_of, may_be_one_place
from treelint.project.types import Function, Listing, Mapping
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.finding.mutations import Mutation
    from treelint.index import FileIndex

# These read an item when its turn comes.
_ITEM_BY_ITEM = frozenset(f"builtins.{name}" for name in ("enumerate", "iter", "reversed", "zip"))
_CALLING = frozenset({"builtins.filter", "builtins.map"})
_VIEWS = frozenset({"items", "keys", "values"})


def why_iterated(file: FileIndex, statement: ast.stmt, mutation: Mutation) -> str | None:
    """Why a loop around a statement would no longer see what the statement changes."""
    changed = _changed_container(mutation)
    root = first_of(mutation.place.root)
    inner: ast.AST = statement
    for loop in file.ancestors(statement):
        if isinstance(loop, ast.For | ast.AsyncFor) and inner in loop.body:
            if root is not None and _is_read_late(file, loop.iter, root.id):
                return f"the loop reads `{root.id}` in the midst of it"
            for container in _gone_over(file, loop.iter):
                if changed is not None and may_be_one_place(file, container, changed):
                    return f"the loop goes over `{ast.unparse(changed)}`, which it changes"
        inner = loop
    return None


def _changed_container(mutation: Mutation) -> ast.expr | None:
    """The list, dict or set that is itself changed; None where a field becomes something else."""
    place = mutation.place
    if mutation.way is Way.CALLED:
        return place.node
    if mutation.way is Way.AUGMENTED and isinstance(place.type, Listing | Mapping):
        return place.node
    return None if place.is_field else place.inside


def _gone_over(file: FileIndex, node: ast.expr) -> Iterator[ast.expr]:
    """The containers whose items a loop takes one by one."""
    match node:
        case ast.Subscript(slice=ast.Slice()):
            return  # a list of its own
        case ast.Attribute() | ast.Subscript() | ast.Name():
            yield node
        case ast.Call(func=ast.Attribute(value=container, attr=view)) if view in _VIEWS:
            yield container
        case ast.Call(func=function, args=arguments):
            if file.names.qualified_name(function) in _ITEM_BY_ITEM:
                for argument in arguments:
                    yield from _gone_over(file, argument)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _gone_over(file, body)
            yield from _gone_over(file, orelse)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _gone_over(file, value)


def _is_read_late(file: FileIndex, node: ast.expr, name: str) -> bool:
    """Whether what is under a variable is read as the loop asks for it."""
    for inner in walk(node):
        is_late = isinstance(inner, ast.GeneratorExp)
        if isinstance(inner, ast.Call):
            is_late = file.names.qualified_name(inner.func) in _CALLING or _is_generator(
                file, inner
            )
        if is_late and any(isinstance(part, ast.Name) and part.id == name for part in walk(inner)):
            return True
    return False


def _is_generator(file: FileIndex, call: ast.Call) -> bool:
    function = file.types.of(call.func)
    return isinstance(function, Function) and any(
        isinstance(node, ast.Yield | ast.YieldFrom) for node in walk(function.node)
    )
