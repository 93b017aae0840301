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
    defined = frozenset(
        item.name for item in _statements(tree) if isinstance(item, ast.FunctionDef | ast.ClassDef)
    )
    size = -1
    while size != len(allowed) + len(changed):
        size = len(allowed) + len(changed)
        aliases = _aliases(tree, rows | allowed)
        for statement in _statements(tree):
            if _must_follow(statement, rows | allowed, changed, aliases, defined):
                allowed |= _own_lines(statement)
            if isinstance(statement, ast.FunctionDef) and _lines(statement) & (rows | allowed):
                changed.add(statement.name)
                allowed |= {row for item in _returns(statement) for row in _lines(item)}
    return allowed


def _aliases(tree: ast.Module, rows: set[int]) -> set[str]:
    """The names for parts of trees that what was found goes through: they may be spelt out."""
    parts: dict[str, set[str]] = {}
    for statement in _statements(tree):
        match statement:
            case (
                ast.Assign(
                    targets=[ast.Name(id=name)], value=ast.Attribute() | ast.Subscript() as value
                )
                | ast.AnnAssign(
                    target=ast.Name(id=name), value=ast.Attribute() | ast.Subscript() as value
                )
            ):
                parts.setdefault(name, set()).update(_names(value))
            case ast.For(target=target, iter=source):
                for name in _names(target):
                    parts.setdefault(name, set()).update(_names(source))
    reached: set[str] = set()
    waiting = {
        name.id
        for name in ast.walk(tree)
        if isinstance(name, ast.Name) and name.lineno in rows and name.id in parts
    }
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= (parts[name] & parts.keys()) - reached
    return reached


def _must_follow(
    statement: ast.stmt,
    rows: set[int],
    changed: set[str],
    names: set[str],
    defined: frozenset[str],
) -> bool:
    own = _own_lines(statement)
    if rows & own:
        return True
    if isinstance(statement, ast.ClassDef):
        return False
    if isinstance(statement, _COMPOUND) and _lines(statement) & rows:
        return True
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and node.lineno in own and node.id in names:
            return True
        if isinstance(node, ast.Call) and node.lineno in own:
            called = getattr(node.func, "attr", getattr(node.func, "id", None))
            # An object may be called by any name.
            if called in changed or ("__call__" in changed and called not in defined):
                return True
    return False


def _names(node: ast.AST) -> set[str]:
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.stmt))


def _returns(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Return))


def _lines(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _own_lines(statement: ast.stmt) -> set[int]:
    """Without those of the statements in it, but for one that stands on its first line."""
    lines = _lines(statement)
    for inner in _statements(statement):
        if inner is not statement:
            lines -= _lines(inner)
    return lines | {statement.lineno}
