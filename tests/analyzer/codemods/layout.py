"""Whether a rewriting left alone what it had no reason to touch."""

from __future__ import annotations

import ast
import difflib
import io
import tokenize
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COMPOUND = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.FunctionDef, ast.ClassDef)


def lost_comments(before: str, after: str) -> list[str]:
    """The comments that are gone."""
    return list((Counter(_comments(before)) - Counter(_comments(after))).elements())


def _comments(code: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def touched_without_reason(before: str, after: str, rows: Iterable[int]) -> list[str]:
    """The lines that changed, though nothing that they say had to.

    `rows` are the lines of what was found. A line may change if its statement was found, or has
    to follow it: the loop, function or `with` around it, its `return`, calls of the function,
    and what assigns the variables of a statement that was found.
    """
    reasons = _reasons(ast.parse(before), set(rows))
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    touched: list[str] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, _, _ in matcher.get_opcodes():
        if tag in {"replace", "delete"}:
            touched += [old[row] for row in range(start, end) if _is_code(old[row], row, reasons)]
    return touched


def _is_code(line: str, row: int, reasons: set[int]) -> bool:
    text = line.strip()
    return row + 1 not in reasons and bool(text) and not text.startswith("#")


def _reasons(tree: ast.Module, rows: set[int]) -> set[int]:
    """The lines that may change, from 1."""
    allowed: set[int] = set()
    # The functions that change what they get: their callers follow, and the callers of those.
    changed: set[str] = set()
    names = {
        name.id
        for statement in _statements(tree)
        if rows & _own_lines(statement)
        for name in ast.walk(statement)
        if isinstance(name, ast.Name) and not isinstance(statement, _COMPOUND)
    }
    size = -1
    while size != len(allowed) + len(changed):
        size = len(allowed) + len(changed)
        for statement in _statements(tree):
            if _must_follow(statement, rows | allowed, changed, names):
                allowed |= _own_lines(statement)
            if isinstance(statement, ast.FunctionDef) and _lines(statement) & (rows | allowed):
                changed.add(statement.name)
                allowed |= {row for item in _returns(statement) for row in _lines(item)}
    return allowed


def _must_follow(statement: ast.stmt, rows: set[int], changed: set[str], names: set[str]) -> bool:
    if rows & _own_lines(statement):
        return True
    if isinstance(statement, _COMPOUND) and not isinstance(statement, ast.ClassDef):
        return bool(_lines(statement) & rows)
    for node in ast.walk(statement) if not isinstance(statement, _COMPOUND) else ():
        if isinstance(node, ast.Call):
            function = node.func
            called = getattr(function, "attr", getattr(function, "id", None))
            if called in changed:
                return True
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in names:
            return True
    return False


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.stmt))


def _returns(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Return))


def _lines(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _own_lines(statement: ast.stmt) -> set[int]:
    """Without those of the statements in it."""
    lines = _lines(statement)
    for inner in _statements(statement):
        if inner is not statement:
            lines -= _lines(inner)
    return lines
