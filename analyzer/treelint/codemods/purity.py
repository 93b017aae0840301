"""Expressions that may be evaluated later, or more than once, without anyone noticing."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex

_PLAIN = (
    *(ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.BinOp, ast.UnaryOp, ast.BoolOp),
    *(ast.Compare, ast.IfExp, ast.Tuple, ast.JoinedStr, ast.FormattedValue, ast.Slice),
)
_PLAIN_FUNCTIONS = frozenset({"builtins.len", "builtins.abs", "builtins.min", "builtins.max"})
# Control leaves the function in the midst of them, so that others may change what is read.
_HANDS_OVER = (ast.Await, ast.Yield, ast.YieldFrom)


def is_plain(file: FileIndex, node: ast.expr) -> bool:
    """Whether an expression only reads, so that nothing happens when it is evaluated."""
    return all(
        isinstance(inner, _PLAIN)
        or (
            isinstance(inner, ast.Call)
            and file.names.qualified_name(inner.func) in _PLAIN_FUNCTIONS
            and not inner.keywords
        )
        for inner in walk(node)
    )


def is_constant(node: ast.expr) -> bool:
    """Whether an expression is the same wherever it is evaluated."""
    return all(isinstance(inner, ast.Constant | ast.UnaryOp) for inner in walk(node))


def hands_over(node: ast.AST) -> bool:
    """Whether other code may run in the midst of it: `await`, `yield`."""
    return any(isinstance(inner, _HANDS_OVER) for inner in walk(node))


def has_walrus(node: ast.AST) -> bool:
    """Whether it assigns to a variable in passing."""
    return any(isinstance(inner, ast.NamedExpr) for inner in walk(node))


def given_away(file: FileIndex) -> frozenset[str]:
    """The variables that a function assigns for another."""
    statements: list[ast.Global | ast.Nonlocal] = [
        *file.nodes(ast.Global),
        *file.nodes(ast.Nonlocal),
    ]
    return frozenset(name for statement in statements for name in statement.names)
