"""The command line: options in, exit status out.

0 is nothing found, 1 findings remain, 2 something could not be done. Findings go to standard
output, all else to standard error.
"""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from treelint.configure import Configurer, Options
from treelint.explain import explain, listing
from treelint.options import parse_options, rule_choice
from treelint.report import json_, text
from treelint.report.colour import PLAIN, palette
from treelint.report.model import Report
from treelint.run import Action, Candidate, Outcome, Task, candidates, diff, run_file, run_source
from treelint.settings import without_unknown_codes
from treelint.source import Failure
from treelint.suppress import NEVER_IGNORED

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

_STDIN = Path("-")


def console() -> None:
    """The installed command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A character that the terminal cannot show must not end the run.
            stream.reconfigure(errors="backslashreplace")
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except OSError as error:
        # The reader has gone (`treelint | head`), or the disk is full; Python would try to write
        # what is left at its exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            _complain([Failure("command line", f"stopped, as the system says: {error}")])
        status = 2
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def language_server() -> None:
    """The installed command of the language server, which needs more than the base install."""
    try:
        from treelint.language_server import serve
    except ImportError as error:
        _complain([Failure("treelint-lsp", str(error))])
        sys.exit(2)
    serve()


def main(arguments: Sequence[str]) -> int:
    """Run treelint with these arguments, and return its exit status."""
    parsed, failures = parse_options(arguments)
    if parsed.list_rules:
        _print(listing(), sys.stdout)
        return 0
    if parsed.explain is not None:
        return _explain(parsed.explain)
    # An option that is not understood may have been `--diff`.
    task = _task(parsed, can_write=not failures)
    choice, wrong = without_unknown_codes(rule_choice(parsed))
    failures += [Failure("command line", message) for message in wrong]
    configurer = Configurer(Options(choice, parsed.config, parsed.isolated), failures)
    paths = parsed.paths or [Path()]
    if paths == [_STDIN]:
        return _standard_input(parsed, task, configurer)
    found = candidates(paths, configurer)
    configurer.failures += found.failures
    outcomes = [run_file(candidate, task, configurer) for candidate in found.files]
    report = _report(outcomes, configurer, found.looked_at)
    if task.action is Action.DIFF:
        return _show_diff(outcomes, report, parsed)
    return _show(report, parsed)


def _task(parsed: argparse.Namespace, *, can_write: bool) -> Task:
    action = Action.REPORT
    if parsed.diff:
        action = Action.DIFF
    elif parsed.fix and can_write:
        action = Action.FIX
    elif parsed.output_format == "json":
        action = Action.REPORT_EDITS
    return Task(action, parsed.unsafe_fixes)


def _standard_input(parsed: argparse.Namespace, task: Task, configurer: Configurer) -> int:
    """Check standard input; with `--fix` the result goes to standard output."""
    path, data = parsed.stdin_filename or _STDIN, sys.stdin.buffer.read()
    candidate = Candidate(path, data, may_hold_findings=True)
    outcome = run_source(candidate, task, configurer)
    report = _report([outcome], configurer, 1)
    if task.action is Action.DIFF:
        return _show_diff([outcome], report, parsed)
    if not parsed.fix:
        return _show(report, parsed)
    # Whatever happens, also with an option that is not understood, the source comes out again.
    fixed = candidate.data if outcome.after is None else outcome.after.encoded()
    sys.stdout.buffer.write(fixed)
    sys.stdout.buffer.flush()
    return _show(report, parsed, default=sys.stderr)


def _report(outcomes: list[Outcome], configurer: Configurer, looked_at: int) -> Report:
    failures = [*configurer.failures, *(item for one in outcomes for item in one.failures)]
    fixed = sum(outcome.fixed for outcome in outcomes)
    return Report([outcome.report for outcome in outcomes], failures, looked_at, fixed)


def _show_diff(outcomes: list[Outcome], report: Report, parsed: argparse.Namespace) -> int:
    changed = False
    for outcome in outcomes:
        for line in diff(outcome):
            changed = True
            sys.stdout.write(line)
    _complain(report.failures)
    if not parsed.quiet:
        unit = "fix" if report.fixed == 1 else "fixes"
        _print([f"{report.fixed} {unit} would be applied."], sys.stderr)
    return _status(report, is_found=changed, exit_zero=parsed.exit_zero)


def _show(report: Report, parsed: argparse.Namespace, default: TextIO | None = None) -> int:
    stream = default or sys.stdout
    failures = list(report.failures)
    if parsed.output_file is None:
        _print(_rendered(report, parsed, stream), stream)
    else:
        failures += _write_report(report, parsed)
    _complain(failures)
    if not parsed.quiet and parsed.output_format != "json":
        _print(text.summary(report, unsafe=parsed.unsafe_fixes), stream)
    report = replace(report, failures=failures)
    return _status(report, is_found=bool(report.findings), exit_zero=parsed.exit_zero)


def _write_report(report: Report, parsed: argparse.Namespace) -> list[Failure]:
    lines = list(_rendered(report, parsed, sys.stdout))
    try:
        # A file's name may hold what no encoding has.
        with parsed.output_file.open("w", encoding="utf-8", errors="backslashreplace") as file:
            _print(lines, file)
    except OSError as error:
        return [Failure(str(parsed.output_file), f"cannot be written: {error.strerror}")]
    return []


def _rendered(report: Report, parsed: argparse.Namespace, stream: TextIO) -> Iterator[str]:
    if parsed.output_format == "json":
        return iter([json_.render(report)])
    if parsed.statistics:
        return _statistics(report)
    colours = PLAIN if parsed.output_file is not None else palette(stream)
    if parsed.output_format == "concise":
        return text.concise(report, colours)
    return text.render(report, colours)


def _statistics(report: Report) -> Iterator[str]:
    counts = Counter((finding.code, finding.name) for finding in report.findings)
    width = len(str(max(counts.values(), default=0)))
    for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:{width}}  {code}  {name}"


def _status(report: Report, *, is_found: bool, exit_zero: bool) -> int:
    if report.failures or any(finding.code in NEVER_IGNORED for finding in report.findings):
        return 2
    return 1 if is_found and not exit_zero else 0


def _explain(code: str) -> int:
    explained = explain(code)
    if isinstance(explained, Failure):
        _complain([explained])
        return 2
    sys.stdout.write(explained)
    return 0


def _complain(failures: Iterable[Failure]) -> None:
    _print((f"treelint: {failure}" for failure in failures), sys.stderr)


def _print(lines: Iterable[str], stream: TextIO) -> None:
    for line in lines:
        print(line, file=stream)
