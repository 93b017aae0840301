"""A fix as edits: which stretch of which file becomes what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from treelint.findings import Position, Splice

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
    source = file.source
    if finding.fix is None or source is None:
        return
    for change in finding.fix.changes:
        if isinstance(change, Splice):
            start, end = _position(source, change.start), _position(source, change.end)
            yield Edit(finding.filename, finding.cell, change.content, start, end)


def _position(source: SourceFile, offset: int) -> Position:
    row, column = source.position(offset)
    return Position(row, column + 1)
