"""For people: place, message, a frame of the code with a caret, and the cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.findings import Applicability, Finding
from treelint.report.frame import frame
from treelint.report.place import position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.report.model import FileReport, Report
    from treelint.report.screen import Screen


def lines(report: Report, screen: Screen) -> Iterator[str]:
    """The lines of the report, with code frames."""
    for file in report.files:
        for finding in file.findings:
            yield _head(finding, screen)
            yield from frame(finding, file.lines(finding), screen)
            if finding.fix is not None:
                yield _cure(finding, file, screen)
            yield ""


def concise(report: Report, screen: Screen) -> Iterator[str]:
    """One line a finding."""
    for file in report.files:
        for finding in file.findings:
            mark = "" if finding.fix is None else f" [{_option(finding, file)}]"
            yield f"{_head(finding, screen)}{mark}"


def _head(finding: Finding, screen: Screen) -> str:
    """The first line of a finding."""
    p = screen.palette
    name, message = screen.visible(finding.filename), screen.visible(finding.message)
    place = f"{p.bold}{name}{p.reset}:{position(finding)}:"
    return f"{place} {p.code}{finding.code}{p.reset} {finding.name}: {message}"


def _cure(finding: Finding, file: FileReport, screen: Screen) -> str:
    margin = " " * len(str(finding.end.row))
    message = "" if finding.fix is None else screen.visible(finding.fix.message)
    p = screen.palette
    return f"{margin} {p.cure}= {message}{p.reset} ({_option(finding, file)})"


def _option(finding: Finding, file: FileReport) -> str:
    is_unsafe = finding.fix is not None and finding.fix.applicability is Applicability.UNSAFE
    return "--fix --unsafe-fixes" if is_unsafe and not file.allows_unsafe else "--fix"
