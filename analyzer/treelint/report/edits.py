"""A fix as edits: which stretch of which file becomes what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.findings import Position, Splice
from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.report.model import FileReport
    from treelint.source import SourceFile


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands from `start` up to `end` becomes `content`."""

    filename: str
    cell: int | None
    content: str
    start: Position
    end: Position


def edits(finding: Finding, file: FileReport) -> Iterator[Edit]:
    """The edits of a finding's fix, which are applied all or none."""
    if finding.fix is None or file.source is None:
        return
    for change in finding.fix.splices:
        yield _edit(finding.filename, file.source, change)
    for other in finding.fix.elsewhere:
        if isinstance(other.change, Splice):
            yield _edit(other.source.filename, other.source, other.change)


def _edit(filename: str, source: SourceFile, change: Splice) -> Edit:
    cell = source.cell_at(source.position(change.start)[0])
    above, number = (0, None) if cell is None else (cell.above, cell.number)
    start, end = (_position(source, at, above) for at in (change.start, change.end))
    return Edit(filename, number, change.content, start, end)


def _position(source: SourceFile, offset: int, above: int) -> Position:
    row, column = source.position(offset)
    return Position(row - above, column + 1)
