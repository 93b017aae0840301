"""Which places of a function are passed before a statement is run, and which after it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.flow.loops import loops_around
from treelint.codemods.flow.reach import is_deferred
from treelint.index import end_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from treelint.index import FileIndex

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def is_read_after(
    file: FileIndex,
    name: ast.Name,
    statement: ast.stmt,
    reads: Collection[ast.Name] | None = None,
) -> bool:
    """Whether a variable may be read once a statement is done, in one of some places."""
    if reads is None:
        reads = [use for use in file.uses(name) if isinstance(use.ctx, ast.Load)]
    return any(
        not is_within(file, use, statement) and may_follow(file, use, statement) for use in reads
    ) or any(runs_later(file, use, statement) for use in reads)


def may_precede(file: FileIndex, use: ast.expr, statement: ast.stmt) -> bool:
    """Whether a place may be passed before a statement is run."""
    if runs_later(file, use, statement):
        return True
    start = (statement.lineno, statement.col_offset)
    return (use.lineno, use.col_offset) < start or _share_a_loop(file, use, statement)


def may_follow(file: FileIndex, use: ast.expr, statement: ast.stmt) -> bool:
    """Whether a place may be passed after a statement was run."""
    if runs_later(file, use, statement):
        return True
    # Several statements may stand on one line.
    return (use.lineno, use.col_offset) > end_of(statement) or _share_a_loop(file, use, statement)


def runs_later(file: FileIndex, use: ast.expr, statement: ast.stmt) -> bool:
    """Whether a place is in a function or generator that runs at a time that is not known."""
    return _function(file, use) is not _function(file, statement) or (
        is_deferred(file, use) and not is_within(file, use, statement)
    )


def _function(file: FileIndex, node: ast.AST) -> ast.AST | None:
    """The function or class that a place is run in; what its head names is run outside."""
    known = file.once(_functions)
    if node not in known:
        known[node] = _found_function(file, node)
    return known[node]


def _functions(_: FileIndex) -> dict[ast.AST, ast.AST | None]:
    """The functions of places, for those asked about: each is compared with many others."""
    return {}


def _found_function(file: FileIndex, node: ast.AST) -> ast.AST | None:
    child = node
    for outer in file.ancestors(node):
        if isinstance(outer, _SCOPES):
            is_in_body = isinstance(child, ast.stmt) or child is outer.body
            if is_in_body:
                return outer
        child = outer
    return None


def _share_a_loop(file: FileIndex, use: ast.AST, statement: ast.AST) -> bool:
    loops = set(loops_around(file, statement))
    return any(outer in loops for outer in file.ancestors(use))


def is_within(file: FileIndex, node: ast.AST, statement: ast.stmt) -> bool:
    """Whether a place is a part of a statement."""
    return statement in file.ancestors(node)
