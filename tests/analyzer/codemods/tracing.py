"""What programs call to show when something is evaluated."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, TypeVar

from tests.analyzer.codemods.snapshot import Labels, Snapshot, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

Value = TypeVar("Value")
# Where an object lies in memory is no part of what a program does.
_ADDRESS = re.compile("0x[0-9a-f]{6,}")


class Recording:
    """What one run of a program did that can be seen, in order: it printed, and it traced."""

    def __init__(self) -> None:
        self.events: list[Snapshot] = []
        self.labels = Labels()

    def write(self, text: str) -> int:
        """Printed text, as a stream of its own gets it."""
        self.events.append(("printed", _ADDRESS.sub("0x...", text)))
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


_recordings: list[Recording] = []


@contextlib.contextmanager
def recording() -> Iterator[Recording]:
    """Record what is printed and traced meanwhile."""
    new = Recording()
    _recordings.append(new)
    try:
        with contextlib.redirect_stdout(new):
            yield new
    finally:
        _recordings.pop()


def trace(label: str, value: Value) -> Value:
    """Pass a value on, and note that it was evaluated now, and what it looked like."""
    if _recordings:
        current = _recordings[-1]
        current.events.append(("traced", label, snapshot(value, current.labels)))
    return value
