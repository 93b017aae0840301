"""The committed list of findings: where each one is, whether it is true, and why."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LIST = Path(__file__).with_name("findings.toml")
_HEAD = """\
# What the default rules find in the packages of `packages.toml`, and whether each finding is true:
# the code does what the rule says, and would be better otherwise. `row` is there for the reader;
# a finding is known again by the rest of its place. CONTRIBUTING.md says how to change this list.
"""
TRUE, FALSE, OPEN = "true", "false", ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is, whatever lines come and go above it."""

    package: str
    path: str
    function: str
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of a run."""

    place: Place
    version: str
    row: int
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One finding of the list; `verdict` is `TRUE`, `FALSE`, or `OPEN` while nobody has looked."""

    place: Place
    version: str
    row: int
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings with their verdicts, those without one, and the verdicts on no finding."""

    known: tuple[tuple[Found, Verdict], ...]
    new: tuple[Found, ...]
    vanished: tuple[Verdict, ...]

    @property
    def open(self) -> tuple[Found, ...]:
        """The findings that nobody has called true or false."""
        waiting = (found for found, verdict in self.known if verdict.verdict == OPEN)
        return (*self.new, *waiting)


def compare(found: Iterable[Found], verdicts: Iterable[Verdict]) -> Comparison:
    """Match findings with verdicts by place; those of one place in the order of their rows."""
    waiting: defaultdict[Place, list[Verdict]] = defaultdict(list)
    for verdict in sorted(verdicts, key=lambda verdict: verdict.row):
        waiting[verdict.place].append(verdict)
    known: list[tuple[Found, Verdict]] = []
    new: list[Found] = []
    for one in sorted(found, key=_order):
        candidates = waiting[one.place]
        if candidates:
            known.append((one, candidates.pop(0)))
        else:
            new.append(one)
    vanished = tuple(verdict for rest in waiting.values() for verdict in rest)
    return Comparison(tuple(known), tuple(new), vanished)


def brought_up_to_date(comparison: Comparison) -> list[Verdict]:
    """The list for the present findings: verdicts stay, new findings wait for theirs."""
    kept = [
        Verdict(found.place, found.version, found.row, verdict.verdict, verdict.why)
        for found, verdict in comparison.known
    ]
    return kept + [
        Verdict(found.place, found.version, found.row, OPEN, "") for found in comparison.new
    ]


def read(path: Path = LIST) -> list[Verdict]:
    """A committed list."""
    return parse(path.read_text("utf-8"))


def write(verdicts: Iterable[Verdict], path: Path = LIST, head: str = _HEAD) -> None:
    """Replace a committed list."""
    path.write_text(render(sorted(verdicts, key=_order), head), "utf-8")


def parse(text: str) -> list[Verdict]:
    """A list as it is written, back to verdicts."""
    return [_verdict(**table) for table in tomllib.loads(text).get("finding", [])]


def _verdict(*, version: str, row: int, verdict: str, why: str, **place: str) -> Verdict:
    return Verdict(Place(**place), version, row, verdict, why)


def render(verdicts: Sequence[Verdict], head: str = _HEAD) -> str:
    """The list as it is written."""
    return "\n".join([head, *map(_table, verdicts)])


def _table(verdict: Verdict) -> str:
    place = asdict(verdict.place)
    values = {
        "package": place.pop("package"),
        "version": verdict.version,
        **place,
        "row": verdict.row,
        "verdict": verdict.verdict,
        "why": verdict.why,
    }
    # What JSON makes of a string, TOML reads as the same string.
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "\n".join(["[[finding]]", *lines, ""])


def _order(item: Found | Verdict) -> tuple[str, str, int, str]:
    return item.place.package, item.place.path, item.row, item.place.code
