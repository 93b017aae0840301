"""For people: place, message, a frame of the code with a caret, and the cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.findings import Applicability, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.report.colour import Palette
    from treelint.report.model import Report
    from treelint.source import SourceFile

_TAB = "    "


def render(report: Report, palette: Palette) -> Iterator[str]:
    """The lines of the report, with code frames."""
    for file in report.files:
        for finding in file.findings:
            yield head(finding, palette)
            if file.source is not None:
                yield from _frame(finding, file.source, palette)
            if finding.fix is not None:
                yield _cure(finding, palette)
            yield ""


def concise(report: Report, palette: Palette) -> Iterator[str]:
    """One line a finding."""
    for file in report.files:
        for finding in file.findings:
            mark = "" if finding.fix is None else f" [{_option(finding)}]"
            yield f"{head(finding, palette)}{mark}"


def summary(report: Report, *, unsafe: bool) -> Iterator[str]:
    """The closing lines: what was found, and what `--fix` could do."""
    findings = report.findings
    fixed = f" ({report.fixed} fixed)" if report.fixed else ""
    if not findings:
        yield f"Nothing found in {_count(report.checked, 'file')}{fixed}."
        return
    places = _count(sum(bool(file.findings) for file in report.files), "file")
    yield f"Found {_count(len(findings), 'mistake')} in {places}{fixed}."
    offered = [finding.fix.applicability for finding in findings if finding.fix is not None]
    safe = offered.count(Applicability.SAFE)
    other = len(offered) - safe
    if safe or (other and unsafe):
        yield f"{safe + (other if unsafe else 0)} can be fixed with `--fix`."
    if other and not unsafe:
        yield f"{other} can be fixed with `--fix --unsafe-fixes`."


def head(finding: Finding, palette: Palette) -> str:
    """The first line of a finding."""
    p = palette
    place = f"{p.bold}{finding.filename}{p.reset}:{finding.start.row}:{finding.start.column}:"
    return f"{place} {p.code}{finding.code}{p.reset} {finding.name}: {finding.message}"


def _frame(finding: Finding, source: SourceFile, palette: Palette) -> Iterator[str]:
    row = finding.start.row
    if row > len(source.lines):
        return
    line = source.lines[row - 1]
    start = finding.start.column - 1
    is_one_row = finding.end.row == row
    end = finding.end.column - 1 if is_one_row else len(line.rstrip())
    margin = " " * len(str(row))
    shown = line.replace("\t", _TAB)
    before = " " * _width(line[:start])
    carets = "^" * max(_width(line[start:end]), 1)
    yield f"{margin} {palette.rule}|{palette.reset}"
    yield f"{palette.rule}{row} |{palette.reset} {shown}".rstrip()
    yield f"{margin} {palette.rule}|{palette.reset} {before}{palette.code}{carets}{palette.reset}"


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: two for a wide character, none for a mark."""
    if text.isascii():
        return len(text.replace("\t", _TAB))
    import unicodedata

    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    marks = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text.replace("\t", _TAB)) + wide - marks


def _cure(finding: Finding, palette: Palette) -> str:
    margin = " " * len(str(finding.start.row))
    message = "" if finding.fix is None else finding.fix.message
    return f"{margin} {palette.cure}= {message}{palette.reset} ({_option(finding)})"


def _option(finding: Finding) -> str:
    if finding.fix is None or finding.fix.applicability is Applicability.SAFE:
        return "--fix"
    return "--fix --unsafe-fixes"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
