"""Findings in the text of all code cells as findings in a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.findings import Change, Elsewhere, Finding, Position, Splice
from treelint.index import end_of
from treelint.records import replace

if TYPE_CHECKING:
    from treelint.source import SourceFile

_WITHHELD = "; no fix, as it would reach into what is IPython's own in this cell"


def in_its_cell(finding: Finding, source: SourceFile) -> Finding:
    """The finding with its rows counted in its cell, and without a fix that cannot be made."""
    cell = source.cell_at(finding.start.row)
    if cell is None:
        return finding
    if finding.fix and any(_is_closed(change, source) for change in finding.fix.changes):
        finding = without_fix(finding)
    start = Position(finding.start.row - cell.above, finding.start.column)
    end = Position(finding.end.row - cell.above, finding.end.column)
    return replace(finding, start=start, end=end, cell=cell.number)


def without_fix(finding: Finding) -> Finding:
    """The finding, saying why it has no fix."""
    return replace(finding, fix=None, message=f"{finding.message}{_WITHHELD}")


def _is_closed(change: Change, source: SourceFile) -> bool:
    """Whether a change is about something that holds a magic, or stands in one."""
    if isinstance(change, Elsewhere):
        return _is_closed(change.change, change.source)
    if isinstance(change, Splice):
        start, end = change.start, change.end
    else:
        node = change.node
        start = source.offset(node.lineno, node.col_offset)
        end = source.offset(*end_of(node))
    cell = source.cell_at(source.position(start)[0])
    return cell is not None and cell.has_magic(start - cell.start, end - cell.start)
