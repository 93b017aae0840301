"""One syntax tree for all cells of a notebook."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from treelint.index import end_of
from treelint.notebook.magics import UNKNOWN
from treelint.notebook.names import perhaps_bound
from treelint.parse import Parsed, ParseFailure, parse_text
from treelint.records import replace
from treelint.source import SourceFile, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from treelint.notebook.cells import CodeCell

# What has a place in the text.
_PLACED = (
    ast.stmt,
    ast.expr,
    ast.alias,
    ast.arg,
    ast.excepthandler,
    ast.keyword,
    ast.pattern,
)
_IMPORT = re.compile(r"(?:import|from)[ \t]")
_SEMICOLON = re.compile(r"(?:[ \t\f]|\\(?:\r\n|\r|\n))*;")


def parse_cells(cells: Sequence[CodeCell]) -> Parsed:
    """The statements of all cells in their order.

    After each cell come statements of our own, which keep everyone from concluding more than
    there is to know: between two cells anything may be run, a magic may give names a value, and
    so may a cell that cannot be parsed.
    """
    body: list[ast.stmt] = []
    failures: list[ParseFailure] = []
    displayed: set[ast.stmt] = set()
    for cell in cells:
        # Below as many lines as there are above it, so that every node knows its line.
        code = "\n" * cell.above + _unindented(cell)
        tree = parse_text(code)
        if isinstance(tree, ParseFailure):
            # Some cells show a mistake, and say so.
            failures += [] if cell.raises else [_placed(tree, cell)]
            imports, rest = _imports(code)
            body += imports
            unclear = perhaps_bound(rest)
        else:
            displayed.update(_displayed(tree.body, code, cell))
            body += _finished(tree, code, cell).body
            unclear = cell.masked.bound
        body += _below(cell, _afterwards(unclear, is_open=cell.masked.binds_anything))
    return Parsed(ast.Module(body, []), tuple(failures), frozenset(displayed))


def _unindented(cell: CodeCell) -> str:
    """The cell's code without what is no code at the start of its lines."""
    removed = cell.masked.removed
    lines = split_lines(cell.masked.code)
    cut = (line[n:] for line, n in zip(lines, removed, strict=False))
    return "".join([*cut, *lines[len(removed) :]])


def _placed(failure: ParseFailure, cell: CodeCell) -> ParseFailure:
    """The failure in a row of its cell: some are said of the first line, or of one beyond it."""
    row = min(max(failure.line - cell.above, 1), len(cell.lines))
    column = failure.column + _removed(cell).get(cell.above + row, 0)
    return replace(failure, line=cell.above + row, column=column)


def _imports(code: str) -> tuple[list[ast.stmt], str]:
    """The imports on lines of their own in what cannot be parsed as a whole, and the rest."""
    statements: list[ast.stmt] = []
    rest: list[str] = []
    for above, line in enumerate(split_lines(code)):
        tree = parse_text(line) if _IMPORT.match(line) else None
        if isinstance(tree, ast.Module):
            statements += (ast.increment_lineno(statement, above) for statement in tree.body)
        else:
            rest.append(line)
    return statements, "".join(rest)


class _Reading(ast.NodeTransformer):
    """Writes `!(locals())` for a magic: with `{name}` and `$name` it may read any variable."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id != UNKNOWN:
            return node
        everything = ast.Call(ast.Name("locals", ast.Load()), [], [])
        call = ast.Call(node, [everything], [])
        ast.copy_location(call, node)
        return ast.fix_missing_locations(call)


def _finished(tree: ast.Module, code: str, cell: CodeCell) -> ast.Module:
    """The tree with what magics read, and with columns as they are in the lines as written."""
    if UNKNOWN in code:
        tree = _Reading().visit(tree)
    removed = _removed(cell)
    for node in ast.walk(tree) if removed else ():
        if isinstance(node, _PLACED):
            node.col_offset += removed.get(node.lineno, 0)
            # Both are set, though the types leave it open.
            node.end_col_offset = (node.end_col_offset or 0) + removed.get(node.end_lineno or 0, 0)
    return tree


def _removed(cell: CodeCell) -> dict[int, int]:
    """How much of the start of a line is no code, by the line in the text of all cells."""
    return dict(enumerate(cell.masked.removed, start=cell.above + 1))


def _displayed(body: list[ast.stmt], code: str, cell: CodeCell) -> Iterator[ast.stmt]:
    """The expressions whose value is wanted: the last of a cell, and what is only measured."""
    if cell.masked.is_measured:
        yield from (statement for statement in body if isinstance(statement, ast.Expr))
        return
    if UNKNOWN in code:
        yield from _measured(body)
    if body and isinstance(body[-1], ast.Expr) and not _is_silenced(body[-1], code):
        yield body[-1]


def _measured(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The expressions after a magic on one line, as in `%time f(x)`."""
    expressions = [node for item in body for node in ast.walk(item) if isinstance(node, ast.Expr)]
    magics = {
        node.lineno
        for node in expressions
        if isinstance(node.value, ast.Name) and node.value.id == UNKNOWN
    }
    yield from (node for node in expressions if node.lineno in magics)


def _is_silenced(last: ast.Expr, code: str) -> bool:
    """Whether a semicolon after an expression keeps it from being displayed."""
    return _SEMICOLON.match(code, SourceFile("", code).offset(*end_of(last))) is not None


def _afterwards(unclear: Iterable[str], *, is_open: bool) -> Iterator[ast.stmt]:
    """`if !(): name = other = !`, `from ! import *` and `!()`, where `!` is not known."""

    def unknown() -> ast.Name:
        return ast.Name(UNKNOWN, ast.Load())

    targets: list[ast.expr] = [ast.Name(name, ast.Store()) for name in sorted(unclear)]
    if targets:
        yield ast.If(ast.Call(unknown(), [], []), [ast.Assign(targets, unknown())], [])
    if is_open:
        yield ast.ImportFrom(UNKNOWN, [ast.alias("*")], 0)
    yield ast.Expr(ast.Call(unknown(), [], []))


def _below(cell: CodeCell, statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, all of them at the start of the empty line below a cell."""
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, _PLACED):
                node.lineno = node.end_lineno = cell.row_after
                node.col_offset = node.end_col_offset = 0
        yield statement
