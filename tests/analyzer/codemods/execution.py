"""Run a program, and note everything of it that can be seen."""

from __future__ import annotations

import builtins
import contextlib
import signal
import sys
import traceback
import types
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.analyzer.codemods.mutable import mutable_trees
from tests.analyzer.codemods.snapshot import Snapshot, snapshot
from tests.analyzer.codemods.tracing import Recording, recording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SECONDS = 20
# Random programs share what stands above this line, which is run once.
PRELUDE_ENDS = "# The prelude ends here.\n"
_NAME = "program_under_test"
_FILE = "<program>"


class TooLongError(BaseException):
    """A program ran for longer than it may; no `except Exception` of its own takes this."""

    def __str__(self) -> str:
        return f"a program ran for more than {SECONDS} seconds"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run showed: events in order, the values of the named results, and how it ended."""

    events: tuple[Snapshot, ...]
    results: tuple[tuple[str, Snapshot], ...]
    raised: str | None = None
    detail: str = ""
    # The line of the program that raised, from 1.
    row: int = 0

    def differences(self, other: Outcome) -> tuple[str, ...]:
        """In words, where another run showed something else."""
        found: list[str] = []
        if self.raised != other.raised:
            found.append(f"ended with {self.raised}, then with {other.raised} ({other.detail})")
        if self.events != other.events:
            found.append(f"showed {first_difference(self.events, other.events)}")
        if self.raised is not None and self.raised == other.raised:
            return tuple(found)  # the program is over, and its variables are gone
        mine, others = dict(self.results), dict(other.results)
        found += (
            f"`{name}` was {first_difference(mine.get(name, ()), others.get(name, ()))}"
            for name in sorted(mine.keys() | others.keys())
            if mine.get(name) != others.get(name)
        )
        return tuple(found)


def first_difference(before: Snapshot, after: Snapshot, path: str = "") -> str:
    """Where two snapshots differ first."""
    if len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            if one != other and isinstance(one, tuple) and isinstance(other, tuple):
                name = one[0] if one and isinstance(one[0], str) else index
                return first_difference(one, other, f"{path}.{name}")
    return f"{before}, then {after} (at {path or 'the top'})"


def run(
    code: str, results: Sequence[str], *, mutable: bool, modules: Mapping[str, str] | None = None
) -> Outcome:
    """Run a program where trees can be assigned to, or where they are as frozen as ever.

    `modules` are what it may import besides, each of which may import those before it.
    """
    with recording() as record, contextlib.ExitStack() as stack, _time_limit():
        module = stack.enter_context(_module(_NAME))
        others = {name: stack.enter_context(_module(name)) for name in modules or ()}
        raised, detail, row = None, "", 0
        try:
            for name, text in (modules or {}).items():
                _execute(text, others[name], mutable=mutable)
            _execute(code, module, mutable=mutable)
        except Exception as error:  # noqa: BLE001
            # What a program raises is part of what it does.
            raised, detail, row = type(error).__name__, str(error), _row(error)
        held = vars(module)
        shown = [(name, snapshot(held[name], record.labels)) for name in results if name in held]
        return Outcome(_joined(record), tuple(shown), raised, detail, row)


def _row(error: Exception) -> int:
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 0 for frame in reversed(frames) if frame.filename == _FILE), 0)


def _execute(code: str, module: types.ModuleType, *, mutable: bool) -> None:
    prelude, ends, body = code.partition(PRELUDE_ENDS)
    with _world(mutable=mutable) as names:
        if ends:
            vars(module).update(_prelude(prelude, mutable=mutable))
        vars(module)["__builtins__"] = names
        # The lines of the body keep their numbers.
        above = "\n" * prelude.count("\n") + "\n" if ends else ""
        exec(compile(above + body if ends else code, _FILE, "exec"), vars(module))  # noqa: S102


@cache
def _prelude(code: str, *, mutable: bool) -> dict[str, Any]:
    module = sys.modules[_NAME]
    with _world(mutable=mutable) as names:
        held: dict[str, Any] = {"__name__": module.__name__, "__builtins__": names}
        exec(compile(code, "<prelude>", "exec"), held)  # noqa: S102
    return held


def _world(*, mutable: bool) -> contextlib.AbstractContextManager[dict[str, Any]]:
    return mutable_trees() if mutable else contextlib.nullcontext(vars(builtins))


@contextlib.contextmanager
def _module(name: str) -> Iterator[types.ModuleType]:
    """A module for the program: dataclasses look there for what annotations name."""
    module = types.ModuleType(name)
    sys.modules[name] = module
    try:
        yield module
    finally:
        del sys.modules[name]


@contextlib.contextmanager
def _time_limit() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _joined(record: Recording) -> tuple[Snapshot, ...]:
    """The events, those of consecutive prints as one: how text is cut is up to `print`."""
    joined: list[Snapshot] = []
    for event in record.events:
        if event[0] == "printed" and joined and joined[-1][0] == "printed":
            joined[-1] = ("printed", joined[-1][1] + event[1])
        else:
            joined.append(event)
    return tuple(joined)
