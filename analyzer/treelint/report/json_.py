"""For programs: an array of findings, each with its fix as edits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict

from treelint.findings import Finding, Fix, Splice
from treelint.rules import find_rule

if TYPE_CHECKING:
    from treelint.report.model import Report
    from treelint.source import SourceFile


class Location(TypedDict):
    """Row and column from 1, the column in characters."""

    row: int
    column: int


class Edit(TypedDict):
    """Replace what stands from `location` up to `end_location` by `content`."""

    filename: str
    cell: int | None
    content: str
    location: Location
    end_location: Location


class FixEntry(TypedDict):
    """A fix: all of its edits are applied, or none."""

    applicability: str
    message: str
    edits: list[Edit]


class Entry(TypedDict):
    """One finding."""

    code: str
    name: str
    message: str
    filename: str
    location: Location
    end_location: Location
    cell: int | None
    fix: FixEntry | None
    url: str


def render(report: Report) -> str:
    """The whole report as one JSON document."""
    entries = [_entry(finding, file.source) for file in report.files for finding in file.findings]
    return json.dumps(entries, indent=2, ensure_ascii=False)


def _entry(finding: Finding, source: SourceFile | None) -> Entry:
    rule = find_rule(finding.code)
    return Entry(
        code=finding.code,
        name=finding.name,
        message=finding.message,
        filename=finding.filename,
        location=Location(row=finding.start.row, column=finding.start.column),
        end_location=Location(row=finding.end.row, column=finding.end.column),
        cell=None,
        fix=_fix(finding.fix, finding.filename, source),
        url="" if rule is None else rule.url,
    )


def _fix(fix: Fix | None, filename: str, source: SourceFile | None) -> FixEntry | None:
    if fix is None or source is None:
        return None
    edits = [
        Edit(
            filename=filename,
            cell=None,
            content=change.content,
            location=_location(source, change.start),
            end_location=_location(source, change.end),
        )
        for change in fix.changes
        if isinstance(change, Splice)
    ]
    return FixEntry(applicability=fix.applicability.value, message=fix.message, edits=edits)


def _location(source: SourceFile, offset: int) -> Location:
    row, column = source.position(offset)
    return Location(row=row, column=column + 1)
