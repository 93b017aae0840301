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
    never = file.once(_never_run)
    return statement in never or any(outer in never for outer in file.ancestors(statement))


def _never_run(file: FileIndex) -> frozenset[ast.AST]:
    """The statements that constants rule out, not those inside of them."""
    found: set[ast.AST] = set()
    for test in file.nodes(ast.If):
        holds = _truth(file, test.test)
        if holds is None:
            continue
        taken, other = (test.body, test.orelse) if holds else (test.orelse, test.body)
        found.update(other)
        if taken and isinstance(taken[-1], _LEAVING):
            block = block_of(file, test)
            found.update(block[block.index(test) + 1 :])
    return frozenset(found)


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
