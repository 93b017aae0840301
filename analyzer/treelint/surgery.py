"""Fixes: LibCST transforms the enclosing statement, and only what changed in it is spliced in.

LibCST costs more to load than most files cost to check, so this is the only module of the
linter's own path that imports it, and only once there is something to cut.
"""

from __future__ import annotations

import ast
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from treelint.findings import Fix, Rewrite, Splice
from treelint.index import FileIndex, end_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treelint.source import SourceFile


@dataclass(frozen=True, slots=True)
class _Cut:
    """The enclosing statement as a module of its own, and how it lies in the file.

    `start` and `end` are indices into the file's text. Before the statement stands `prefix`,
    so that an indented body parses; `row` and `column` are what to take from a row and column
    of the file to get those of the module.
    """

    module: cst.Module
    start: int
    end: int
    prefix: str
    row: int
    column: int


def resolve(file: FileIndex, fix: Fix) -> Fix:
    """The same fix as splices: which piece of text becomes which."""
    return replace(fix, changes=tuple(_splice(file, change) for change in fix.changes))


def apply(source: SourceFile, fixes: Iterable[Fix]) -> tuple[SourceFile, int]:
    """The source with the fixes that do not overlap, and how many those are."""
    taken: list[Splice] = []
    landed = 0
    for fix in fixes:
        splices = [change for change in fix.changes if isinstance(change, Splice)]
        if any(_clash(new, old) for new in splices for old in taken):
            continue
        taken += splices
        landed += 1
    text = source.text
    for splice in sorted(taken, key=lambda splice: splice.start, reverse=True):
        text = text[: splice.start] + splice.content + text[splice.end :]
    return source.with_text(text), landed


def _clash(one: Splice, other: Splice) -> bool:
    return one.start <= other.end and other.start <= one.end


def _splice(file: FileIndex, change: Rewrite | Splice) -> Splice:
    if isinstance(change, Splice):
        return change
    cut = _cut(file, change.node)
    node = _counterpart(file, cut, change.node)
    changed = cut.module.deep_replace(node, change.transform(node))
    if not isinstance(changed, cst.Module):
        msg = f"{change.transform} replaced the statement by {type(changed).__name__}"
        raise TypeError(msg)
    old = file.source.text[cut.start : cut.end]
    return _trimmed(cut.start, old, changed.code[len(cut.prefix) :])


def _cut(file: FileIndex, node: ast.expr | ast.stmt) -> _Cut:
    statement = _statement(file, node)
    line, utf8_offset = _first(statement)
    start = file.source.offset(line, utf8_offset)
    end = file.source.offset(*end_of(statement))
    column = file.source.column(line, utf8_offset)
    text = file.source.text[start:end]
    indentation = file.source.lines[line - 1][:column]
    if not hasattr(statement, "body") or not indentation:
        return _Cut(cst.parse_module(text), start, end, "", line - 1, column)
    # The body keeps its indentation, and needs something to be indented under.
    prefix = f"if 1:\n{indentation}"
    return _Cut(cst.parse_module(prefix + text), start, end, prefix, line - 2, 0)


def _statement(file: FileIndex, node: ast.expr | ast.stmt) -> ast.stmt:
    """The innermost statement around a node that can stand alone: an `elif` cannot."""
    statement = file.statement(node)
    for outer in file.ancestors(statement):
        if not file.text(statement).startswith("elif"):
            break
        if isinstance(outer, ast.stmt):
            statement = outer
    return statement


def _first(statement: ast.stmt) -> tuple[int, int]:
    """The line and column where a statement begins, its decorators included."""
    decorators = getattr(statement, "decorator_list", [])
    line = decorators[0].lineno if decorators else statement.lineno
    return line, statement.col_offset


def _counterpart(file: FileIndex, cut: _Cut, node: ast.expr | ast.stmt) -> cst.CSTNode:
    """The LibCST node of an `ast` node: the outermost of its kind within the same bounds.

    The bounds of the two differ where `ast` counts the parentheses of a tuple or a generator.
    """
    start = _place(file, cut, node.lineno, node.col_offset)
    end = _place(file, cut, *end_of(node))
    kind = (
        (cst.BaseSmallStatement, cst.BaseCompoundStatement)
        if isinstance(node, ast.stmt)
        else (cst.BaseExpression,)
    )
    ranges = MetadataWrapper(cut.module, unsafe_skip_copy=True).resolve(PositionProvider)
    inside = [
        ((_start(place), tuple(-part for part in _end(place))), found)
        for found, place in ranges.items()
        if isinstance(found, kind) and start <= _start(place) and _end(place) <= end
    ]
    return min(inside, key=lambda pair: pair[0])[1]


def _start(place: CodeRange) -> tuple[int, int]:
    return place.start.line, place.start.column


def _end(place: CodeRange) -> tuple[int, int]:
    return place.end.line, place.end.column


def _place(file: FileIndex, cut: _Cut, line: int, utf8_offset: int) -> tuple[int, int]:
    column = file.source.column(line, utf8_offset)
    row = line - cut.row
    return row, column - cut.column if row == 1 else column


def _trimmed(start: int, old: str, new: str) -> Splice:
    """The smallest splice that makes `new` of `old`."""
    before = _shared(old, new)
    after = _shared(reversed(old[before:]), reversed(new[before:]))
    return Splice(start + before, start + len(old) - after, new[before : len(new) - after])


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
