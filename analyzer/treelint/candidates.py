"""Which files a run has to check: not what the gate holds back, nor what is known to be clean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from treelint.cache.model import Answer, Known
from treelint.discover import Found, discover
from treelint.records import dataclass, replace
from treelint.report.model import FileReport
from treelint.run import Action, Candidate, Outcome
from treelint.source import NOTEBOOK, Failure, decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treelint.cache.memory import Memory
    from treelint.configure import Configurer
    from treelint.reach import Reach
    from treelint.run import Task

    _Look: TypeAlias = tuple[Found, "_Fresh | Known"]

# A file in a folder that mentions no tree code costs a read. While a run meets only this many
# bytes of such code it is checked like any other, so that a small project hears of every
# syntax error.
_CHECKED_ANYWAY = 256 * 1024


@dataclass(frozen=True, slots=True)
class Candidates:
    """The files to check, how many were looked at, and which could not be."""

    files: list[Candidate]
    looked_at: int
    failures: list[Failure]


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A file of which nothing is known: what it holds, and its size and time from before."""

    data: bytes
    reach: Reach
    seen: tuple[int, int] | None

    @property
    def size(self) -> int:
        """How much it holds."""
        return len(self.data)


def candidates(
    paths: list[Path], configurer: Configurer, task: Task, memory: Memory | None = None
) -> Candidates:
    """The files that the paths lead to, less those that need no look; these are counted only."""
    files: list[Candidate | Failure] = []
    aside: list[tuple[int, Found, _Fresh | Known]] = []
    looks, failures = _looks(paths, configurer, memory)
    held_back = 0
    for found, looked in _widened(looks, memory):
        if looked.reach or found.is_named:
            files += _candidates(found, looked, task, memory)
            continue
        if isinstance(looked, _Fresh) and looked.seen is not None and memory is not None:
            # Unless it is looked into after all, which says more.
            answer = Answer(found.absolute, looked.seen, looked.data, looked.reach)
            memory.remember(answer, configurer.profile(found.shown))
        if not found.shown.endswith(NOTEBOOK):
            # Most of a notebook is output: it says little of how much code there is.
            held_back += looked.size
            if held_back <= _CHECKED_ANYWAY:
                aside.append((len(files), found, looked))
    if held_back <= _CHECKED_ANYWAY:
        for place, found, looked in reversed(aside):
            files[place:place] = _candidates(found, looked, task, memory)
    failures += [item for item in files if isinstance(item, Failure)]
    chosen = [item for item in files if isinstance(item, Candidate)]
    return Candidates(chosen, len(looks), failures)


def _looks(
    paths: list[Path], configurer: Configurer, memory: Memory | None
) -> tuple[list[_Look], list[Failure]]:
    looks: list[_Look] = []
    failures: list[Failure] = []
    discovered = list(discover(paths, configurer.settings))
    if memory is not None:
        memory.begin(
            f"{found.absolute}{'!' if found.is_named else ''}"
            for found in discovered
            if isinstance(found, Found)
        )
    for found in discovered:
        if isinstance(found, Failure):
            failures.append(found)
            continue
        looked = _look(found, configurer, memory)
        if isinstance(looked, Failure):
            failures.append(looked)
        else:
            looks.append((found, looked))
    return looks, failures


def _widened(looks: list[_Look], memory: Memory | None) -> list[_Look]:
    """The same, with where names lead: the project's own, and in files with signs the libraries'.

    What an earlier run found of that stands where no file has changed.
    """
    reaches = [looked.reach for _, looked in looks]
    is_known = all(isinstance(looked, Known) for _, looked in looks)
    is_decided = all(reach.is_settled or reach.is_led for reach in reaches)
    if is_known or is_decided or not any(reaches):
        return looks
    # Loaded here: one file alone, or what is known, asks for no names as a rule.
    from treelint.own_names import File, led

    fresh = [
        (found, looked if isinstance(looked, _Fresh) else _read_again(found, looked, memory))
        for found, looked in looks
    ]
    files = [File(Path(found.absolute), one.data, bool(one.reach)) for found, one in fresh]
    return [
        (found, _led(looked, one, is_led=is_led))
        for (found, looked), (_, one), is_led in zip(looks, fresh, led(files), strict=True)
    ]


def _led(looked: _Fresh | Known, fresh: _Fresh, *, is_led: bool) -> _Fresh | Known:
    """What is known of a file still, if it is known for what may be found in it now."""
    reach = fresh.reach
    if is_led and not reach.is_settled:
        reach = replace(reach, is_led=True)
    return looked if looked.reach == reach else replace(fresh, reach=reach)


def _read_again(found: Found, known: Known, memory: Memory | None) -> _Fresh:
    seen = None if memory is None else memory.look(found.absolute)
    data = read_bytes(found.path, found.shown)
    # One that has gone since has no names to pass on.
    reach = _alone(known.reach, found)
    return _Fresh(b"" if isinstance(data, Failure) else data, reach, seen)


def _alone(reach: Reach, found: Found) -> Reach:
    """The rules that may find something in a file, as far as other files say nothing of it.

    Of one that is named on the command line, as an editor or a hook does, the files that lead
    there may be none of the run's: with any sign it is looked at by every rule.
    """
    is_led = found.is_named and bool(reach.codes) and not reach.is_settled
    return replace(reach, is_led=is_led)


def _look(found: Found, configurer: Configurer, memory: Memory | None) -> _Fresh | Known | Failure:
    """What is known of a file, or what it holds."""
    profile = configurer.profile(found.shown)
    seen = None
    if memory is not None:
        known = memory.recall(found.absolute, found.shown, profile)
        if known is not None:
            return known
        seen = memory.look(found.absolute)
    data = read_bytes(found.path, found.shown)
    if isinstance(data, Failure):
        return data
    _, gate = configurer.config_of(profile)
    return _Fresh(data, _alone(gate.reach(data, Path(found.absolute)), found), seen)


def _candidates(
    found: Found, looked: _Fresh | Known, task: Task, memory: Memory | None
) -> list[Candidate | Failure]:
    """The file as one to check; nothing if it is known that nothing is wrong with it."""
    if isinstance(looked, _Fresh):
        return [Candidate(found.path, looked.data, looked.reach, looked.seen)]
    if looked.findings == () or memory is None:
        return []
    seen = memory.look(found.absolute)
    data = read_bytes(found.path, found.shown)
    if isinstance(data, Failure):
        return [data]
    outcome = _outcome(looked, data, found.shown, task)
    return [Candidate(found.path, data, looked.reach, seen, outcome)]


def _outcome(known: Known, data: bytes, filename: str, task: Task) -> Outcome | None:
    """What is known of a file, if that is all that is asked: what fixes change is not kept."""
    found = known.findings
    if found is None:
        return None
    is_enough = task.action is Action.REPORT or (
        task.action is Action.REPORT_EDITS and all(item.fix is None for item in found)
    )
    source = decode(data, filename)
    if not is_enough or isinstance(source, Failure):
        return None
    return Outcome(FileReport(found, source))


def keep(
    files: Iterable[Candidate],
    outcomes: Iterable[Outcome],
    configurer: Configurer,
    memory: Memory,
) -> None:
    """Remember what was found in the files that were checked, and are as they were."""
    pairs = list(zip(files, outcomes, strict=True))
    # What was found with the help of a file that fixes changed since may be another thing now.
    changed = {candidate.path.absolute() for candidate, outcome in pairs if outcome.fixed}
    for candidate, outcome in pairs:
        if candidate.seen is None or candidate.known is not None:
            continue
        if outcome.failures or outcome.fixed:
            continue
        consulted = outcome.consulted
        if consulted is not None and (consulted.is_open or consulted.present & changed):
            continue
        answer = Answer(
            str(candidate.path.absolute()),
            candidate.seen,
            candidate.data,
            candidate.reach,
            tuple(outcome.report.findings),
            () if consulted is None else consulted.present,
            () if consulted is None else consulted.absent,
        )
        memory.remember(answer, configurer.profile(candidate.path))
    memory.save()
