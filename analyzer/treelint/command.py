"""One run of the command: check, do what is asked about the findings, show what remains."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.candidates import candidates, keep
from treelint.configure import Configurer, Options
from treelint.options import STANDARD_INPUT, rule_choice
from treelint.progress import followed
from treelint.records import replace
from treelint.report.model import Report
from treelint.report.show import WITH_EDITS, complain, print_lines, show, show_diff, status
from treelint.run import Action, Candidate, Outcome, Task, diff, run_files, run_source
from treelint.settings import without_unknown_codes
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from treelint.cache.memory import Memory
    from treelint.options import Arguments
    from treelint.report.model import FileReport


def run(asked: Arguments, failures: Sequence[Failure]) -> int:
    """Run once, and return the exit status.

    `failures` are the options that are not understood: one of them may have been `--diff`, so
    that with any of them nothing is written.
    """
    start = time.monotonic()
    configurer = _configurer(asked, failures)
    task = _task(asked, can_write=not failures)
    if asked.reads_standard_input:
        return _standard_input(asked, task, configurer)
    memory = None if failures else _memory(asked)
    found = candidates(_paths(asked), configurer, task, memory)
    configurer.failures += found.failures
    checked = run_files(found.files, task, configurer)
    done = dict(followed(checked, len(found.files), is_quiet=asked.quiet, since=start))
    outcomes = [done[index] for index in range(len(found.files))]
    if task.action in {Action.FIX, Action.DIFF}:
        # Loaded here: most runs only look.
        from treelint.across import apply_across

        apply_across(found.files, outcomes, task, configurer, _paths(asked))
    if memory is not None:
        keep(found.files, outcomes, configurer, memory)
        configurer.notes += memory.notes
    report = _report(found.files, outcomes, configurer, found.looked_at)
    report = _accepted(report, asked, configurer, can_write=not failures)
    if task.action is Action.DIFF:
        return show_diff(_changes(outcomes), report, asked)
    return show(report, asked)


def show_all_settings(asked: Arguments, failures: Sequence[Failure]) -> int:
    """Print what holds for each path, and return the exit status."""
    from treelint.show_settings import show_settings

    configurer = _configurer(asked, failures)
    print_lines(list(show_settings(_paths(asked), configurer)), sys.stdout)
    report = Report((), configurer.failures, 0)
    complain(report, asked)
    return status(report, asked, is_found=False)


def _memory(asked: Arguments) -> Memory | None:
    if asked.no_cache:
        return None
    # Loaded here: a run without it needs none of its parts.
    from treelint.cache.memory import Memory

    return Memory(asked.cache_dir)


def _paths(asked: Arguments) -> list[Path]:
    return asked.paths or [Path()]


def _configurer(asked: Arguments, failures: Sequence[Failure]) -> Configurer:
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
    return Task(action, asked.unsafe_fixes, edits=asked.output_format in WITH_EDITS)


def _standard_input(asked: Arguments, task: Task, configurer: Configurer) -> int:
    """Check standard input; with `--fix` the result goes to standard output."""
    path, data = asked.stdin_filename or STANDARD_INPUT, sys.stdin.buffer.read()
    candidate = Candidate(path, data)
    outcome = run_source(candidate, task, configurer)
    report = _report([candidate], [outcome], configurer, 1)
    report = _accepted(report, asked, configurer, can_write=False)
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
    fixed = sum(outcome.fixed for outcome in outcomes)
    return Report(reports, failures, looked_at, fixed, list(configurer.notes))


def _with_settings(candidate: Candidate, outcome: Outcome, configurer: Configurer) -> FileReport:
    settings = configurer.settings(candidate.path.parent)
    return replace(outcome.report, allows_unsafe=settings.unsafe_fixes)


def _accepted(
    report: Report, asked: Arguments, configurer: Configurer, *, can_write: bool
) -> Report:
    """The report after what is asked about findings that are to stay: recorded, or commented."""
    if can_write and asked.write_baseline is not None:
        from treelint import baseline

        return baseline.record(report, asked.write_baseline)
    if asked.baseline is not None:
        report = _without_known(report, asked.baseline, asked, configurer)
    if can_write and asked.add_ignores:
        from treelint.add_ignores import add_ignores

        report = add_ignores(report, configurer)
    return report


def _without_known(report: Report, path: Path, asked: Arguments, configurer: Configurer) -> Report:
    from treelint import baseline

    known = baseline.read(path)
    if isinstance(known, Failure):
        return replace(report, failures=[*report.failures, known])
    return baseline.apply(report, known, _paths(asked), configurer)


def _changes(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        yield from diff(outcome)
