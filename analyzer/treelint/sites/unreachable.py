"""Code that is never run, as a constant of the file says: `if USE_JAX: return f(x)`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.sites.blocks import block_of

if TYPE_CHECKING:
    from treelint.index import FileIndex

_LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)


def is_unreachable(file: FileIndex, statement: ast.stmt) -> bool:
    """Whether a constant says that a statement is not run, or that all ends before it."""
    inner: ast.stmt = statement
    while True:
        block = block_of(file, inner) if _has_block(file, inner) else []
        for before in block[: block.index(inner)] if block else []:
            if isinstance(before, ast.If) and _leaves(file, before):
                return True
        outer = file.parents[inner]
        if isinstance(outer, ast.If):
            holds = _truth(file, outer.test)
            if holds is not None and inner not in (outer.body if holds else outer.orelse):
                return True
        if not isinstance(outer, ast.stmt):
            return False
        inner = outer


def _has_block(file: FileIndex, statement: ast.stmt) -> bool:
    outer = file.parents[statement]
    return any(statement in getattr(outer, name, ()) for name in ("body", "orelse", "finalbody"))


def _leaves(file: FileIndex, statement: ast.If) -> bool:
    holds = _truth(file, statement.test)
    body = statement.body if holds else statement.orelse
    return holds is not None and bool(body) and isinstance(body[-1], _LEAVING)


def _truth(file: FileIndex, test: ast.expr) -> bool | None:
    """What a test comes to, if it is a constant."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _truth(file, operand)
            return None if inner is None else not inner
        case ast.BoolOp(op=ast.And(), values=values):
            return False if any(_truth(file, value) is False for value in values) else None
        case ast.BoolOp(op=ast.Or(), values=values):
            return True if any(_truth(file, value) for value in values) else None
    match file.names.value(test):
        case ast.Constant(value=bool() as value):
            return value
    return None
