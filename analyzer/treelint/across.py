"""Fixes that change several files: all of a fix or none of it, once each file's own are done.

A function that changes its argument is called from other files; it can return it only if all of
these keep that. So one process does it, after the others have ended, and looks again into the
files that it has changed, and into those that were looked into too early.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from treelint.configure import Configurer
from treelint.discover import Found, discover
from treelint.findings import Applicability
from treelint.parse import ParseFailure, parse_file
from treelint.reach import EVERYTHING
from treelint.records import dataclass, field, replace
from treelint.report.model import FileReport
from treelint.run import Action, Candidate, Outcome, run_file
from treelint.source import Failure, decode, read_bytes, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from treelint.findings import Finding, Fix, Splice
    from treelint.run import Task
    from treelint.source import SourceFile

# Files by their paths, each before and after.
_Steps: TypeAlias = "dict[Path, tuple[SourceFile, SourceFile]]"

# Each round lands a fix, or none is left; a chain of functions through many files takes several.
_MAX_ROUNDS = 100


def apply_across(
    files: list[Candidate],
    outcomes: list[Outcome],
    task: Task,
    configurer: Configurer,
    paths: Sequence[Path],
) -> None:
    """Apply the fixes that reach into other files; `outcomes` are what came of each file.

    Both lists are brought up to date. What could not be done, or must not, goes to the failures
    and notes of the configurer.
    """
    is_wanted = any(True for _ in _wanted(outcomes, task, configurer))
    is_fixed = any(outcome.fixed for outcome in outcomes)
    if is_wanted or (is_fixed and any(map(_is_open, outcomes))):
        _Across(files, outcomes, task, configurer, paths).apply()


def _is_open(outcome: Outcome) -> bool:
    """Whether something is left in a file that depends on what stands in others."""
    consulted = outcome.consulted
    return bool(outcome.report.findings) and consulted is not None and consulted.is_open


def _wanted(
    outcomes: Sequence[Outcome], task: Task, configurer: Configurer
) -> Iterator[tuple[int, Finding]]:
    for index, outcome in enumerate(outcomes):
        for finding in outcome.report.findings:
            fix = finding.fix
            if fix is None or not fix.elsewhere or not fix.is_cut:
                continue
            folder = Path(finding.filename).parent
            unsafe = task.unsafe or configurer.settings(folder).unsafe_fixes
            if unsafe or fix.applicability is Applicability.SAFE:
                yield index, finding


@dataclass
class _Across:
    """The files of a run, what came of each, and what the fixes across files make of them."""

    files: list[Candidate]
    outcomes: list[Outcome]
    task: Task
    configurer: Configurer
    paths: Sequence[Path]
    """What the run was asked to look at; nothing else is changed."""
    _texts: dict[Path, bytes] = field(default_factory=dict)

    def apply(self) -> None:
        """Apply the fixes, and look again, until there is none left that can be applied."""
        for file, outcome in zip(self.files, self.outcomes, strict=True):
            if self.task.action is Action.DIFF and outcome.after is not None:
                self._texts[file.path.absolute()] = outcome.after.encoded()
        is_settled = False
        for _ in range(_MAX_ROUNDS):
            again = self._round()
            if not again and is_settled:
                break
            fixed = self._fixed()
            self._look_again(again or self._open())
            is_settled = not again and self._fixed() == fixed

    def _open(self) -> set[Path]:
        """The files for which something else may be true, now that others have changed."""
        pairs = zip(self.files, self.outcomes, strict=True)
        return {file.path.absolute() for file, outcome in pairs if _is_open(outcome)}

    def _round(self) -> set[Path]:
        """Apply fixes that do not meet; the files to look into again for that."""
        changed: set[Path] = set()
        again: set[Path] = set()
        for index, finding in list(_wanted(self.outcomes, self.task, self.configurer)):
            fix, own = finding.fix, self.files[index].path.absolute()
            if fix is None:
                continue
            steps = self._steps(own, fix)
            if steps is None or changed & steps.keys():
                # Made for what has been changed since: the next round has it anew.
                again.add(own)
                continue
            outside = self._outside(steps)
            if outside is not None:
                why = f"it would change {outside} too, which this run is not about"
                note = str(self._left(index, finding, why))
                self.configurer.notes += [] if note in self.configurer.notes else [note]
                continue
            reason = self._write(steps)
            if reason is None:
                changed |= steps.keys()
                self.outcomes[index] = _counted(self.outcomes[index])
            else:
                self.configurer.failures.append(self._left(index, finding, reason))
        return changed | again

    def _steps(self, own: Path, fix: Fix) -> _Steps | None:
        """Each file before and after a fix; None if one is not what the fix was made for."""
        splices: dict[Path, list[Splice]] = {own: list(fix.splices)}
        sources: dict[Path, SourceFile | Failure] = {own: self._source(own)}
        for change in fix.elsewhere:
            path = Path(change.source.filename).absolute()
            splices.setdefault(path, []).append(change.change)  # type: ignore[arg-type] # is cut
            if path not in sources:
                now = self._source(path)
                if isinstance(now, Failure) or now.text != change.source.text:
                    return None
                sources[path] = now
        steps: _Steps = {}
        for path, source in sources.items():
            if isinstance(source, Failure):
                return None
            in_order = sorted(splices[path], key=lambda splice: splice.start)
            steps[path] = (source, source.spliced(in_order))
        return steps

    def _source(self, path: Path) -> SourceFile | Failure:
        data = self._texts.get(path)
        content = read_bytes(path, str(path)) if data is None else data
        return content if isinstance(content, Failure) else decode(content, str(path))

    def _outside(self, steps: _Steps) -> str | None:
        """One of the files to change that is none of those the run is about."""
        known = {
            Path(found.absolute)
            for found in discover(list(self.paths), self.configurer.settings)
            if isinstance(found, Found)
        }
        return next((_relative(path) for path in steps if path not in known), None)

    def _write(self, steps: _Steps) -> str | None:
        """Put all the changes into effect; if one cannot be, none is, and this says why."""
        for before, after in steps.values():
            if isinstance(parse_file(after), ParseFailure):
                return f"the result would not parse ({_relative(Path(before.filename))})"
        if self.task.action is Action.DIFF:
            self._texts |= {path: after.encoded() for path, (_, after) in steps.items()}
            return None
        done: list[tuple[Path, SourceFile, SourceFile]] = []
        for path, (before, after) in steps.items():
            failure = write(path, after, before.encoded())
            if failure is None:
                done.append((path, before, after))
                continue
            for other, old, new in done:
                undone = write(other, old, new.encoded())
                if undone is not None:
                    self.configurer.failures.append(undone)
            return str(failure)
        return None

    def _left(self, index: int, finding: Finding, reason: str) -> Failure:
        """Take the fix from a finding, and say why."""
        report = self.outcomes[index].report
        bare = replace(finding, fix=None)
        findings = tuple(bare if one is finding else one for one in report.findings)
        self.outcomes[index] = replace(
            self.outcomes[index], report=replace(report, findings=findings)
        )
        place = f"{finding.code} in line {finding.start.row}"
        return Failure(finding.filename, f"the fix of {place} is withheld: {reason}")

    def _look_again(self, paths: set[Path]) -> None:
        """Check files once more, and again where one of them has changed meanwhile."""
        for _ in range(_MAX_ROUNDS):
            fixed = self._fixed()
            self._check_again(paths)
            if self._fixed() == fixed:
                break

    def _fixed(self) -> int:
        return sum(outcome.fixed for outcome in self.outcomes)

    def _check_again(self, paths: set[Path]) -> None:
        """Check files, knowing nothing of what they and the others held before."""
        configurer = Configurer(self.configurer.options)
        known = {file.path.absolute(): index for index, file in enumerate(self.files)}
        for path in sorted(paths):
            if path not in known:
                # It was looked at, and held nothing of interest.
                known[path] = len(self.files)
                shown = Path(_relative(path))
                data = read_bytes(path, str(shown))
                content = b"" if isinstance(data, Failure) else data
                self.files.append(Candidate(shown, content))
                self.outcomes.append(Outcome(FileReport(())))
            index = known[path]
            self.outcomes[index] = self._checked(index, path, configurer)

    def _checked(self, index: int, path: Path, configurer: Configurer) -> Outcome:
        file, before = self.files[index], self.outcomes[index]
        configurer.project(configurer.profile(file.path)).trees.changed = self._texts
        data = self._texts.get(path)
        content = read_bytes(path, str(file.path)) if data is None else data
        if isinstance(content, Failure):
            return replace(before, failures=(*before.failures, content))
        anew = replace(file, data=content, reach=EVERYTHING, known=None)
        found = run_file(anew, self.task, configurer)
        if found.after is not None and self.task.action is Action.DIFF:
            self._texts[path] = found.after.encoded()
        first = decode(file.data, str(file.path))
        return replace(
            found,
            fixed=before.fixed + found.fixed,
            before=None if isinstance(first, Failure) else first,
        )


def _counted(outcome: Outcome) -> Outcome:
    return replace(outcome, fixed=outcome.fixed + 1)


def _relative(path: Path) -> str:
    """A path as a user of this folder would write it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
