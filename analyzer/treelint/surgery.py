"""Fixes: LibCST transforms the enclosing statement, and only what changed in it is spliced in.

LibCST costs more to load than most files cost to check, so this is the only module of the
linter's own path that imports it, and only once there is something to cut.
"""

from __future__ import annotations

import ast
import bisect
import itertools
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from treelint.depth import nesting
from treelint.findings import Elsewhere, Fix, Rewrite, Splice
from treelint.fixing.removal import removal
from treelint.index import FileIndex, end_of
from treelint.records import dataclass, field, replace
from treelint.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from treelint.findings import Change

# What a rule may ask to change.
_KINDS = (cst.BaseExpression, cst.BaseSmallStatement, cst.BaseCompoundStatement)

# LibCST meets the recursion limit not far below this, and fills the stack far above it.
_DEEPEST = 350

Place: TypeAlias = tuple[int, int]
Span: TypeAlias = tuple[Place, Place]


class WithheldError(Exception):
    """Why a fix cannot be made here, through no mistake in it; the text says it."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """The enclosing statement as a module of its own, and how it lies in the file.

    Its code begins with `skipped` characters that are not in the file, so that an indented body
    parses; the statement begins at the index `start` of the file's text. `row` and `column` are
    what to take from a row and column of the file to get those of the module.
    """

    module: cst.Module
    code: SourceFile
    start: int
    skipped: int
    row: int
    column: int
    spans: Sequence[tuple[Span, cst.CSTNode]]


@dataclass(frozen=True, slots=True)
class Surgeon:
    """Fixes for one file; each statement is parsed once, however many fixes lie in it."""

    file: FileIndex
    _cuts: dict[ast.stmt, _Cut] = field(default_factory=dict)
    _others: dict[str, Surgeon] = field(default_factory=dict)

    def resolve(self, fix: Fix) -> Fix:
        """The same fix as splices: which piece of text becomes which."""
        return replace(fix, changes=tuple(self._resolved(change) for change in fix.changes))

    def _resolved(self, change: Change) -> Change:
        if not isinstance(change, Elsewhere):
            return self._splice(change)
        if change.file is None:
            return change
        surgeon = self._others.setdefault(change.source.filename, Surgeon(change.file))
        return Elsewhere(change.source, surgeon._splice(change.change))  # noqa: SLF001

    def _splice(self, change: Rewrite | Splice) -> Splice:
        if isinstance(change, Splice):
            return change
        statement = _statement(self.file, change.node)
        if statement not in self._cuts:
            self._cuts[statement] = _cut(self.file, statement)
        cut = self._cuts[statement]
        span, node = _counterpart(self.file, cut, change.node)
        changed = change.transform(node)
        if isinstance(changed, cst.RemovalSentinel):
            return removal(self.file, self.file.statement(change.node))
        if isinstance(changed, cst.FlattenSentinel):
            return _several(self.file, cut, change.node, _extent(cut, span, node), changed)
        if isinstance(node, cst.BaseCompoundStatement):
            return _swapped(cut, node, changed)
        start, end = _extent(cut, span, node)
        text = cut.code.text[start:end]
        if cut.skipped:
            new = _within(cut, node, changed, (start, end))
        else:
            _verify(text, cut.module.code_for_node(_bare(node)), node)
            new = cut.module.code_for_node(_bare(changed))
        return _trimmed(cut.start + start - cut.skipped, text, new)


def apply(source: SourceFile, fixes: Iterable[Fix]) -> tuple[SourceFile, int]:
    """The source with the fixes that do not overlap, and how many those are."""
    taken: list[Splice] = []
    landed = 0
    for fix in fixes:
        splices = [change for change in fix.changes if isinstance(change, Splice)]
        if any(_clashes(splice, taken) for splice in splices):
            continue
        for splice in splices:
            bisect.insort(taken, splice, key=_start)
        landed += 1
    return source.spliced(taken), landed


def _clashes(new: Splice, taken: list[Splice]) -> bool:
    """Whether a splice touches one of those taken, which lie in order and apart."""
    after = bisect.bisect_left(taken, new.start, key=_start)
    near = taken[max(after - 1, 0) : after + 1]
    return any(new.start <= old.end and old.start <= new.end for old in near)


def _start(splice: Splice) -> int:
    return splice.start


def _cut(file: FileIndex, statement: ast.stmt) -> _Cut:
    line, utf8_offset = _first(statement)
    start = file.source.offset(line, utf8_offset)
    column = file.source.column(line, utf8_offset)
    text = file.source.text[start : file.source.offset(*end_of(statement))]
    # A form feed before a statement is no indentation.
    indentation = file.source.lines[line - 1][:column].rpartition("\f")[2]
    prefix, row = "", line - 1
    if hasattr(statement, "body") and indentation:
        # The body keeps its indentation, and needs something to be indented under.
        prefix = f"if 1:{file.source.newline}{indentation}"
        row, column = line - 2, column - len(indentation)
    module = _parsed(statement, prefix + text)
    if len(module.code.splitlines()) == 1:
        module = module.with_changes(default_newline=file.source.newline)
    ranges = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    spans = [
        (((at.start.line, at.start.column), (at.end.line, at.end.column)), node)
        for node, at in ranges.items()
        if isinstance(
            node, cst.BaseExpression | cst.BaseSmallStatement | cst.BaseCompoundStatement
        )
    ]
    # The outermost first of those that begin at one place.
    spans.sort(key=lambda found: (found[0][0], tuple(-part for part in found[0][1])))
    code = SourceFile(file.source.filename, prefix + text)
    return _Cut(module, code, start, len(prefix), row, column, spans)


def _parsed(statement: ast.stmt, code: str) -> cst.Module:
    if nesting(statement) > _DEEPEST:
        raise WithheldError("the statement is nested too deeply")
    try:
        return cst.parse_module(code)
    except Exception as error:
        # Python has parsed the same: `async` and `for` of one loop may stand on two lines.
        msg = f"LibCST cannot parse the statement ({type(error).__name__})"
        raise WithheldError(msg) from error


def _statement(file: FileIndex, node: ast.expr | ast.stmt) -> ast.stmt:
    """The innermost statement around a node that can stand alone: an `elif` cannot."""
    statement = file.statement(node)
    for outer in file.ancestors(statement):
        if not file.source.text.startswith("elif", file.source.offset(*_first(statement))):
            break
        if isinstance(outer, ast.stmt):
            statement = outer
    return statement


def _first(statement: ast.stmt) -> Place:
    """The line and column where a statement begins, its decorators included."""
    decorators = getattr(statement, "decorator_list", [])
    line = decorators[0].lineno if decorators else statement.lineno
    return line, statement.col_offset


def _counterpart(
    file: FileIndex, cut: _Cut, node: ast.expr | ast.stmt
) -> tuple[Span, cst.CSTNode]:
    """The LibCST node of an `ast` node: the outermost of its kind within the same bounds.

    The bounds of the two differ where `ast` counts the parentheses of a tuple or a generator.
    """
    start = _place(file, cut, node.lineno, node.col_offset)
    end = _place(file, cut, *end_of(node))
    is_expression = isinstance(node, ast.expr)
    first = bisect.bisect_left(cut.spans, start, key=lambda found: found[0][0])
    for span, found in itertools.islice(cut.spans, first, None):
        if isinstance(found, cst.BaseExpression) is is_expression and span[1] <= end:
            return span, found
    msg = f"no LibCST node for {ast.dump(node)}"
    raise ValueError(msg)


def _place(file: FileIndex, cut: _Cut, line: int, utf8_offset: int) -> Place:
    column = file.source.column(line, utf8_offset)
    row = line - cut.row
    # Only the statement's first row begins further right in the file.
    first = 2 if cut.skipped else 1
    return row, column - cut.column if row == first else column


def _extent(cut: _Cut, span: Span, node: cst.CSTNode) -> Place:
    """Where a node's text lies in the module's code, its own parentheses included."""
    (row, column), (end_row, end_column) = span
    start = cut.code.line_start(row) + column
    end = cut.code.line_start(end_row) + end_column
    if isinstance(node, cst.BaseExpression):
        start -= sum(len(cut.module.code_for_node(paren)) for paren in node.lpar)
        end += sum(len(cut.module.code_for_node(paren)) for paren in node.rpar)
    return start, end


def _several(
    file: FileIndex,
    cut: _Cut,
    node: ast.expr | ast.stmt,
    extent: Place,
    new: Iterable[cst.CSTNode],
) -> Splice:
    """The splice that puts several small statements in the place of one.

    Each gets a line of its own, unless something stands before the first one on its line.
    """
    start, end = extent
    before = file.source.lines[node.lineno - 1]
    before = before[: file.source.column(node.lineno, node.col_offset)]
    between = "; " if before.strip() else f"{file.source.newline}{before.rpartition(chr(12))[2]}"
    text = between.join(cut.module.code_for_node(_bare(statement)) for statement in new)
    return _trimmed(cut.start + start - cut.skipped, cut.code.text[start:end], text)


def _swapped(cut: _Cut, old: cst.BaseCompoundStatement, new: cst.CSTNode) -> Splice:
    """The splice for a statement with a body, whose text depends on how it is indented."""
    _verify(cut.code.text, cut.module.code, old)
    module = cst.ensure_type(cut.module.deep_replace(old, new), cst.Module)
    return _trimmed(cut.start, cut.code.text[cut.skipped :], module.code[cut.skipped :])


def _within(cut: _Cut, old: cst.CSTNode, new: cst.CSTNode, extent: Place) -> str:
    """The new text for a part of a statement with a body.

    LibCST takes the indentation out of the lines of such a part, and `code_for_node` does not
    know it, so the part is replaced in the whole.
    """
    start, end = extent
    text = cut.code.text
    code = cst.ensure_type(cut.module.deep_replace(old, new), cst.Module).code
    until = len(code) - len(text) + end
    _verify(text[:start], code[:start], old)
    _verify(text[end:], code[until:], old)
    return code[start:until]


def _verify(text: str, code: str, node: cst.CSTNode) -> None:
    """Stop where LibCST's code for a node is not the text that was found for it."""
    if text != code:
        msg = f"{text!r} is not where {type(node).__name__} should be"
        raise ValueError(msg)


def _bare(node: cst.CSTNode) -> cst.CSTNode:
    """A statement without the semicolon after it, which is not a part of its text."""
    if isinstance(node, cst.BaseSmallStatement):
        return node.with_changes(semicolon=cst.MaybeSentinel.DEFAULT)
    return node


def _trimmed(start: int, old: str, new: str) -> Splice:
    """The smallest splice that makes `new` of `old`."""
    before = _shared(old, new)
    after = _shared(reversed(old[before:]), reversed(new[before:]))
    return Splice(start + before, start + len(old) - after, new[before : len(new) - after])


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
