"""A report to where it was asked for: standard output or a file, in one of the formats."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from treelint.findings import NEVER_IGNORED
from treelint.records import replace
from treelint.report.summary import summary
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from treelint.options import Arguments
    from treelint.report.model import Report
    from treelint.report.screen import Screen

# The formats for people; the others are for programs, which take nothing but the document.
FOR_PEOPLE = frozenset({"text", "concise"})
# The formats whose document tells what each fix changes.
WITH_EDITS = frozenset({"json", "sarif"})
_COUNTED = (*sorted(FOR_PEOPLE, reverse=True), "json")


def show(report: Report, asked: Arguments, default: TextIO | None = None) -> int:
    """Print a report, or write it to the file asked for; its exit status."""
    stream = default or sys.stdout
    if asked.statistics and asked.output_format not in _COUNTED:
        message = f"--statistics is for the formats {', '.join(_COUNTED)}; the findings are shown"
        report = _with(report, [Failure("command line", message)])
    lines = _rendered(report, asked, stream)
    if asked.output_file is None:
        print_lines(lines, stream)
    else:
        report = _with(report, _written(lines, asked))
    complain(report, asked)
    if not asked.quiet and (asked.output_file or asked.output_format in FOR_PEOPLE):
        print_lines(summary(report), stream)
    return status(report, asked, is_found=bool(report.findings))


def show_diff(lines: Iterable[str], report: Report, asked: Arguments) -> int:
    """Print what the fixes would change, or write it to the file asked for; the exit status."""
    texts = list(lines)
    if asked.output_file is None:
        sys.stdout.writelines(texts)
    else:
        report = _with(report, _written((text.rstrip("\n") for text in texts), asked))
    complain(report, asked)
    if not asked.quiet:
        unit = "fix" if report.fixed == 1 else "fixes"
        print_lines([f"{report.fixed} {unit} would be applied."], sys.stderr)
    return status(report, asked, is_found=bool(texts))


def status(report: Report, asked: Arguments, *, is_found: bool) -> int:
    """2 if something could not be done, 1 if something was found, else 0."""
    if report.failures or any(finding.code in NEVER_IGNORED for finding in report.findings):
        return 2
    return 1 if is_found and not asked.exit_zero else 0


def complain(report: Report, asked: Arguments) -> None:
    """Say on standard error what could not be done, and what else there is to know."""
    lines = [str(failure) for failure in report.failures]
    if not asked.quiet:
        lines += report.notes
    if not lines:
        return
    from treelint.report.screen import Screen

    # A file's name may hold anything, such as what a terminal obeys.
    print_lines((f"treelint: {Screen().visible(line)}" for line in lines), sys.stderr)


def print_lines(lines: Iterable[str], stream: TextIO) -> None:
    """Write lines as they come."""
    for line in lines:
        print(line, file=stream)


def _with(report: Report, failures: list[Failure]) -> Report:
    return replace(report, failures=[*report.failures, *failures])


def _written(lines: Iterable[str], asked: Arguments) -> list[Failure]:
    path = asked.output_file
    if path is None:
        return []
    try:
        # A file's name may hold what no encoding has.
        with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
            print_lines(lines, file)
    except OSError as error:
        return [Failure(str(path), f"cannot be written: {error.strerror}")]
    return []


def _rendered(report: Report, asked: Arguments, stream: TextIO) -> Iterator[str]:
    """The document; each format is loaded only where it is asked for."""
    name = asked.output_format
    if asked.statistics and name in _COUNTED:
        return _statistics(report, name)
    if name in FOR_PEOPLE:
        return _for_people(report, asked, stream)
    return _for_programs(report, name)


def _statistics(report: Report, name: str) -> Iterator[str]:
    from treelint.report import statistics

    return iter([statistics.as_json(report)]) if name == "json" else statistics.table(report)


def _for_people(report: Report, asked: Arguments, stream: TextIO) -> Iterator[str]:
    if not report.findings:
        return iter(())
    from treelint.report import text

    screen = _screen(asked, stream)
    if asked.output_format == "concise":
        return text.concise(report, screen)
    return text.lines(report, screen)


def _screen(asked: Arguments, stream: TextIO) -> Screen:
    from treelint.report.screen import Screen, screen

    return screen(stream) if asked.output_file is None else Screen()


def _for_programs(report: Report, name: str) -> Iterator[str]:
    match name:
        case "json":
            from treelint.report import json_

            yield json_.render(report)
        case "github":
            from treelint.report import github

            yield from github.lines(report)
        case "gitlab":
            from treelint.report import gitlab

            yield gitlab.render(report)
        case "sarif":
            from treelint.report import sarif

            yield sarif.render(report)
        case _:
            from treelint.report import junit

            yield junit.render(report)
