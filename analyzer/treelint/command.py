"""One run of the command: check, do what is asked about the findings, show what remains."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.configure import Configurer, Options
from treelint.options import STANDARD_INPUT, rule_choice
from treelint.report.model import Report
from treelint.report.show import WITH_EDITS, show, show_diff
from treelint.run import Action, Candidate, Outcome, Task, candidates, diff, run_file, run_source
from treelint.settings import without_unknown_codes
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from treelint.options import Arguments
    from treelint.report.model import FileReport


def run(asked: Arguments, failures: Sequence[Failure]) -> int:
    """Run once, and return the exit status.

    `failures` are the options that are not understood: one of them may have been `--diff`, so
    that with any of them nothing is written.
    """
    configurer = configurer_for(asked, failures)
    task = _task(asked, can_write=not failures)
    if asked.reads_standard_input:
        return _standard_input(asked, task, configurer)
    found = candidates(asked.paths or [Path()], configurer)
    configurer.failures += found.failures
    outcomes = [run_file(candidate, task, configurer) for candidate in found.files]
    report = _report(found.files, outcomes, configurer, found.looked_at)
    if task.action is Action.DIFF:
        return show_diff(_changes(outcomes), report, asked)
    return show(report, asked)


def configurer_for(asked: Arguments, failures: Sequence[Failure]) -> Configurer:
    """What answers which settings hold, under the options of the command line."""
    choice, wrong = without_unknown_codes(rule_choice(asked))
    options = Options(
        choice,
        asked.config,
        asked.isolated,
        asked.unsafe_fixes,
        asked.jobs,
        asked.python,
        asked.no_cache,
        asked.cache_dir,
    )
    unknown = (Failure("command line", message) for message in wrong)
    return Configurer(options, [*failures, *unknown])


def _task(asked: Arguments, *, can_write: bool) -> Task:
    action = Action.REPORT
    if asked.diff:
        action = Action.DIFF
    elif asked.fix and can_write:
        action = Action.FIX
    elif asked.output_format in WITH_EDITS:
        action = Action.REPORT_EDITS
    return Task(action, asked.unsafe_fixes)


def _standard_input(asked: Arguments, task: Task, configurer: Configurer) -> int:
    """Check standard input; with `--fix` the result goes to standard output."""
    path, data = asked.stdin_filename or STANDARD_INPUT, sys.stdin.buffer.read()
    candidate = Candidate(path, data, may_hold_findings=True)
    outcome = run_source(candidate, task, configurer)
    report = _report([candidate], [outcome], configurer, 1)
    if task.action is Action.DIFF:
        return show_diff(diff(outcome), report, asked)
    if not asked.fix:
        return show(report, asked)
    # Whatever happens, also with an option that is not understood, the source comes out again.
    fixed = candidate.data if outcome.after is None else outcome.after.encoded()
    sys.stdout.buffer.write(fixed)
    sys.stdout.buffer.flush()
    return show(report, asked, default=sys.stderr)


def _report(
    files: Sequence[Candidate],
    outcomes: Sequence[Outcome],
    configurer: Configurer,
    looked_at: int,
) -> Report:
    failures = [*configurer.failures, *(item for one in outcomes for item in one.failures)]
    reports = [
        _with_settings(candidate, outcome, configurer)
        for candidate, outcome in zip(files, outcomes, strict=True)
    ]
    return Report(reports, failures, looked_at, sum(outcome.fixed for outcome in outcomes))


def _with_settings(candidate: Candidate, outcome: Outcome, configurer: Configurer) -> FileReport:
    settings = configurer.settings(candidate.path.parent)
    return replace(outcome.report, allows_unsafe=settings.unsafe_fixes)


def _changes(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        yield from diff(outcome)
