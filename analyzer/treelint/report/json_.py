"""For programs: an array of findings, each with its fix as edits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict

from treelint.report.edits import edits
from treelint.rules import find_rule

if TYPE_CHECKING:
    from treelint.findings import Finding, Position
    from treelint.report.model import FileReport, Report


class Location(TypedDict):
    """Row and column from 1, the column in characters."""

    row: int
    column: int


class EditEntry(TypedDict):
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
    edits: list[EditEntry]


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
    """The whole report as one JSON document, in ASCII: it passes through any stream unharmed."""
    entries = [_entry(finding, file) for file in report.files for finding in file.findings]
    return json.dumps(entries, indent=2)


def _entry(finding: Finding, file: FileReport) -> Entry:
    rule = find_rule(finding.code)
    return Entry(
        code=finding.code,
        name=finding.name,
        message=finding.message,
        filename=finding.filename,
        location=_location(finding.start),
        end_location=_location(finding.end),
        cell=finding.cell,
        fix=_fix(finding, file),
        url="" if rule is None else rule.url,
    )


def _fix(finding: Finding, file: FileReport) -> FixEntry | None:
    fix = finding.fix
    if fix is None or file.source is None:
        return None
    entries = [
        EditEntry(
            filename=edit.filename,
            cell=edit.cell,
            content=edit.content,
            location=_location(edit.start),
            end_location=_location(edit.end),
        )
        for edit in edits(finding, file)
    ]
    return FixEntry(applicability=fix.applicability.value, message=fix.message, edits=entries)


def _location(position: Position) -> Location:
    return Location(row=position.row, column=position.column)
