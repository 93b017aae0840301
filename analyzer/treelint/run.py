"""A run: from paths to a report, file after file; what fails is reported, the rest goes on."""

from __future__ import annotations

import enum
import gc
from typing import TYPE_CHECKING

from treelint.reach import EVERYTHING, Reach
from treelint.records import dataclass, replace
from treelint.report.model import FileReport
from treelint.source import Failure, SourceFile, decode, split_lines, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from treelint.configure import Configurer
    from treelint.engine import Checked
    from treelint.project.library import Consulted

# A syntax tree is millions of objects that live for one file; looking through them for garbage
# again and again took a fifth of the time. This many, some 200 MB, are left lying at most.
_LITTER = 1_500_000
# What fixes leave is larger, and they take long beside it.
_LITTER_OF_FIXES = 300_000
# Bytes of code that keep a process busy for much longer than it takes to start it.
SHARE = 200_000


class Action(enum.Enum):
    """What is done about the findings."""

    REPORT = "report"
    REPORT_EDITS = "report with edits"
    FIX = "fix"
    DIFF = "diff"


@dataclass(frozen=True, slots=True)
class Task:
    """What to do; `unsafe` allows unsafe fixes whatever the settings say.

    `edits` asks what the fixes would change that `Action.FIX` has left.
    """

    action: Action
    unsafe: bool = False
    edits: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to check, by the rules that may find something in it; without any, its syntax only.

    `seen` is its size and time from before it was read, where that is wanted. `known` is what an
    earlier run found in it.
    """

    path: Path
    data: bytes
    reach: Reach = EVERYTHING
    seen: tuple[int, int] | None = None
    known: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file's part of the report; `before` and `after` differ where fixes landed.

    `consulted` are the other files that it came from.
    """

    report: FileReport
    failures: tuple[Failure, ...] = ()
    fixed: int = 0
    before: SourceFile | None = None
    after: SourceFile | None = None
    consulted: Consulted | None = None


def run_files(
    files: list[Candidate], task: Task, configurer: Configurer
) -> Iterator[tuple[int, Outcome]]:
    """Check the files, in several processes where that helps; each outcome with its index.

    The outcomes are not always in order.
    """
    if work_in(files) >= 2 * SHARE:
        from treelint import pool

        jobs = pool.helpful(files, configurer)
        if jobs > 1:
            return pool.run_in_pool(files, task, configurer, jobs)
    return enumerate(run_file(candidate, task, configurer) for candidate in files)


def work_in(files: Iterable[Candidate]) -> int:
    """How many bytes there are to look through for findings."""
    return sum(len(file.data) for file in files if file.reach and file.known is None)


def run_file(candidate: Candidate, task: Task, configurer: Configurer) -> Outcome:
    """Check one file; with `Action.FIX`, write it."""
    if candidate.known is not None:
        return candidate.known
    most = _LITTER_OF_FIXES if task.action is Action.FIX else _LITTER
    if gc.get_count()[0] > most:
        gc.collect()
    outcome = run_source(candidate, task, configurer)
    if task.action is not Action.FIX or outcome.after is None or outcome.after == outcome.before:
        return outcome
    failure = write(candidate.path, outcome.after, candidate.data)
    if failure is None:
        return outcome
    # Nothing was written, so what was found first still stands.
    unfixed = run_source(candidate, Task(Action.REPORT), configurer)
    return replace(unfixed, failures=(*unfixed.failures, failure))


def run_source(candidate: Candidate, task: Task, configurer: Configurer) -> Outcome:
    """Check the content of one file, and fix it as far as asked; nothing is written."""
    filename = str(candidate.path)
    from treelint import engine

    # The boundary of a file: whatever fails in it is reported, and the other files go on.
    try:
        source = decode(candidate.data, filename)
        if isinstance(source, Failure):
            return Outcome(FileReport(()), (source,))
        return _run_decoded(source, candidate, task, configurer)
    except Exception as error:  # noqa: BLE001
        return Outcome(FileReport(()), (engine.crash(filename, "treelint", error),))


def _run_decoded(
    source: SourceFile, candidate: Candidate, task: Task, configurer: Configurer
) -> Outcome:
    from treelint import engine

    config, _ = configurer.config(candidate.path)
    config = replace(config, reach=candidate.reach)
    if task.action is Action.REPORT:
        return _reported(source, engine.check(source, config))
    if task.action is Action.REPORT_EDITS:
        return _reported(source, engine.check_with_edits(source, config))
    unsafe = task.unsafe or configurer.settings(candidate.path.parent).unsafe_fixes
    fixed = engine.fix(source, config, unsafe=unsafe)
    remaining = fixed.remaining
    if task.edits and any(finding.fix for finding in remaining.findings):
        checked = engine.check_with_edits(fixed.source, fixed.config)
        failures = dict.fromkeys((*remaining.failures, *checked.failures))
        remaining = replace(checked, failures=tuple(failures))
    reported = _reported(fixed.source, remaining)
    return replace(reported, fixed=fixed.landed, before=source, after=fixed.source)


def _reported(source: SourceFile, checked: Checked) -> Outcome:
    shown = source if checked.findings else None
    report = FileReport(checked.findings, shown)
    return Outcome(report, checked.failures, consulted=checked.consulted)


def diff(outcome: Outcome) -> Iterator[str]:
    """The unified diff of what the fixes changed, line by line with the line ends."""
    before, after = outcome.before, outcome.after
    if before is None or after is None or before == after:
        return
    import difflib

    for (title, old), (_, new) in zip(before.sections, after.sections, strict=True):
        for line in difflib.unified_diff(split_lines(old), split_lines(new), title, title):
            is_whole = line.endswith(("\n", "\r"))
            yield line if is_whole else f"{line}\n\\ No newline at end of file\n"
