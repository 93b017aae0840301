"""Which statements of a function a way leads to, asked of many statements.

Straight code is one run of steps that are passed one after the other: where a way leads is told
run by run, and inside of one by the order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from treelint.records import dataclass

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Mapping, Sequence

    from treelint.sites.steps import Step, Steps

# A run, and which of its steps.
_Place = tuple[int, int]
_Positions = dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Reached:
    """The statements that a way leads to; all of them where that is not known."""

    _places: Mapping[ast.stmt, _Place]
    _starts: Mapping[int, list[int]] | None
    _entered: frozenset[int]
    _ends: Mapping[int, list[int]]
    """The runs that are entered from others, and in each run where ways come to their end."""

    def __contains__(self, statement: ast.stmt) -> bool:
        place = self._places.get(statement)
        if place is None or self._starts is None:
            return True
        run, position = place
        end = _last_before(self._ends.get(run, ()), position)
        if run in self._entered and end is None:
            return True
        start = _last_before(self._starts.get(run, ()), position)
        return start is not None and (end is None or end <= start)


class Passages:
    """The ways through one function, for all that is asked of them."""

    def __init__(self, steps: Steps) -> None:
        self._runs = list(_runs(steps.all))
        self._where = {
            step: (run, position)
            for run, members in enumerate(self._runs)
            for position, step in enumerate(members)
        }
        self._places = {node: self._where[step] for node, step in steps.of.items()}

    def reached(self, starts: Sequence[ast.stmt], name: str | None) -> Reached:
        """The statements that a way leads to from any of some; for a name, without a new value."""
        if not all(start in self._places for start in starts):
            return Reached(self._places, None, frozenset(), {})
        ends = self._binding.get(name, {}) if name is not None else {}
        positions: defaultdict[int, list[int]] = defaultdict(list)
        for run, position in sorted(self._places[start] for start in starts):
            positions[run].append(position)
        pending: list[int] = []
        for run, within in positions.items():
            last_end = ends[run][-1] if run in ends else -1
            if last_end <= within[-1]:
                pending += self._following(run)
        entered: set[int] = set()
        while pending:
            run = pending.pop()
            if run not in entered:
                entered.add(run)
                if run not in ends:
                    pending += self._following(run)
        return Reached(self._places, positions, frozenset(entered), ends)

    def _following(self, run: int) -> list[int]:
        last = self._runs[run][-1]
        return [self._where[step][0] for step in (*last.after, *last.on_error)]

    @cached_property
    def _binding(self) -> dict[str, _Positions]:
        """In which runs each variable gets a value, and where in them."""
        found: defaultdict[str, _Positions] = defaultdict(dict)
        for run, members in enumerate(self._runs):
            for position, step in enumerate(members):
                for name in step.binds:
                    found[name].setdefault(run, []).append(position)
        return found


def _runs(steps: list[Step]) -> Iterator[list[Step]]:
    """The steps in runs: from one to the next leads the only way out of it, and into the next."""
    for first in steps:
        if _goes_on(first):
            continue
        run = [first]
        while len(run[-1].after) == 1 and _goes_on(run[-1].after[0]):
            run.append(run[-1].after[0])
        yield run


def _goes_on(step: Step) -> bool:
    """Whether a step comes after one other only, which leads to nothing else.

    Of a loop the head has two ways out, so that no run leads back to itself.
    """
    match step.before:
        case [earlier] if not step.failing:
            return len(earlier.after) == 1 and not earlier.on_error
    return False


def _last_before(positions: Sequence[int], position: int) -> int | None:
    index = bisect_left(positions, position)
    return positions[index - 1] if index else None
