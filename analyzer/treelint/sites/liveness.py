"""What becomes of the value that a variable of a function gets, on any way through it.

Where the way is not certain every way is taken, so that what is said to be never read is never
read.
"""

from __future__ import annotations

import ast
import enum
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from treelint.sites.passages import Passages, Reached
from treelint.sites.steps import Step, Steps
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from treelint.resolve import Names, Scope
    from treelint.sites.steps import Body

# With these a function, or a person, may read its variables without naming them.
_READ_ALL = frozenset({"breakpoint", "eval", "exec", "locals", "vars"})


class Fate(enum.Enum):
    """What becomes of a value that a variable gets."""

    READ = "is read"
    OVERWRITTEN = "is overwritten before anything reads it"
    FORGOTTEN = "is never read"


class Flow:
    """The flow through one function, whose scope is `scope`, or through a class or a module."""

    def __init__(self, function: Body, scope: Scope, names: Names) -> None:
        self._steps = Steps(function, scope, names)
        self._later = variables_read_later(function, scope, names)
        self._wanted: dict[str, frozenset[Step]] = {}
        self._ending: dict[frozenset[ast.Return], frozenset[Step]] = {}

    def fate(self, statement: ast.stmt, name: str) -> Fate:
        """What becomes of the value that a statement of the function gives to a variable."""
        step = self._steps.of.get(statement)
        if step is None or self.may_be_read(statement, name):
            return Fate.READ
        return Fate.OVERWRITTEN if self._is_bound_after(step, name) else Fate.FORGOTTEN

    def may_be_read(self, statement: ast.stmt, name: str) -> bool:
        """Whether the value that a variable has after a statement may be read."""
        step = self._steps.of.get(statement)
        if step is None or self._later is None or name in self._later:
            return True
        if name not in self._wanted:
            self._wanted[name] = self._before_reads(name)
        return not self._wanted[name].isdisjoint(step.after)

    def reached(self, starts: Sequence[ast.stmt], name: str | None = None) -> Reached:
        """The statements that a way leads to from any of some; for a name, without a new value."""
        return self._passages.reached(starts, name)

    @cached_property
    def returns(self) -> list[ast.Return]:
        """Where the function returns."""
        return [node for node in self._steps.of if isinstance(node, ast.Return)]

    def may_end(self, statement: ast.stmt, returns: frozenset[ast.Return]) -> bool:
        """Whether, after a statement, one of some returns may come, or the end of the body.

        A function that is left by an exception counts as not left.
        """
        first = self._steps.of.get(statement)
        if first is None:
            return True
        if returns not in self._ending:
            ends = [*(self._steps.of[node] for node in returns), self._steps.end]
            self._ending[returns] = _all_before(
                ends,
                lambda step: (*step.failing, *(one for one in step.before if not one.returns)),
            )
        return not self._ending[returns].isdisjoint(first.after)

    @cached_property
    def _passages(self) -> Passages:
        return Passages(self._steps)

    @cached_property
    def _reading(self) -> dict[str, list[Step]]:
        """The steps that read each variable."""
        found: defaultdict[str, list[Step]] = defaultdict(list)
        for step in self._steps.all:
            for name in step.reads:
                found[name].append(step)
        return found

    def _before_reads(self, name: str) -> frozenset[Step]:
        """The steps at whose beginning a variable has a value that may be read."""
        return _all_before(
            self._reading.get(name, ()),
            lambda step: (
                *step.failing,
                *(earlier for earlier in step.before if name not in earlier.binds),
            ),
        )

    def _is_bound_after(self, step: Step, name: str) -> bool:
        """Whether some way from a step leads to another value for a variable."""
        if self._binding[name] == 1 and name not in step.reads:
            return False
        pending = list(step.after)
        seen: set[Step] = set()
        while pending:
            following = pending.pop()
            if name in following.binds:
                return True
            if following not in seen:
                seen.add(following)
                pending += following.after
        return False

    @cached_property
    def _binding(self) -> dict[str, int]:
        """How many steps give each variable a value."""
        found: defaultdict[str, int] = defaultdict(int)
        for step in self._steps.all:
            for name in step.binds:
                found[name] += 1
        return found


def _all_before(
    ends: Iterable[Step], earlier: Callable[[Step], Iterable[Step]]
) -> frozenset[Step]:
    """Some steps and all before them, where one step backwards leads to `earlier` ones."""
    pending = list(ends)
    seen: set[Step] = set()
    while pending:
        step = pending.pop()
        if step not in seen:
            seen.add(step)
            pending += earlier(step)
    return frozenset(seen)


def variables_read_later(function: Body, scope: Scope, names: Names) -> frozenset[str] | None:
    """The variables that inner functions, classes or generators read; None if all may be read.

    When those run is not known.
    """
    later: set[str] = set(scope.elsewhere)
    for node in walk(function):
        if not isinstance(node, ast.Name) or node not in names.scopes:
            continue
        if node.id in _READ_ALL and names.is_free(node.id, node):
            return None
        if _runs_later(names.scopes[node], scope) and names.scopes[node].owner(node.id) is scope:
            later.add(node.id)
    return frozenset(later)


def _runs_later(inner: Scope, scope: Scope) -> bool:
    """Whether a scope inside a function may run at another time than where it is written."""
    while inner is not scope and isinstance(inner.node, ast.ListComp | ast.SetComp | ast.DictComp):
        if inner.parent is None:
            return True
        inner = inner.parent
    return inner is not scope
