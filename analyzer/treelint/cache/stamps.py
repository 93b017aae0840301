"""Whether a file is what it was: by its size and time, or where these have changed by content.

A checkout gives every file a new time, and leaves most of them what they were.
"""

from __future__ import annotations

import os
import time
from typing import TypeAlias

from treelint.records import dataclass, field

# Clocks of file systems are coarse, some by two seconds: what was written that short a time ago
# may be written once more and keep its time.
_UNSURE_NS = 2_000_000_000
# The clock that most of them go by moves in steps, and is behind the one that we ask.
_TICK_NS = 20_000_000

# The size and the time of a file as the system has them, or None where there is no file.
Seen: TypeAlias = tuple[int, int] | None
# What is kept of a file: its size, its time (0 if that says nothing), and what names its content
# (nothing where that was not asked).
Stamp: TypeAlias = tuple[int, int, str]


def look(path: str) -> Seen:
    """The size and time of what lies at a path."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns


def digest(data: bytes) -> str:
    """A short name for some content."""
    # Loaded here: a run over unchanged files needs none.
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()


def digest_of(path: str) -> str | None:
    """The same for what a file holds; None if it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return digest(file.read())
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Clock:
    """When this run began: what has been written since, or shortly before, may change unseen."""

    began_ns: int = field(default_factory=time.time_ns)

    def is_older(self, seen: tuple[int, int]) -> bool:
        """Whether a file has stayed as it is since this run began."""
        return seen[1] < self.began_ns - _TICK_NS

    def stamp(self, seen: tuple[int, int], content: str) -> Stamp:
        """What to keep of a file that looked like this before it was read."""
        is_settled = seen[1] < self.began_ns - _UNSURE_NS
        return seen[0], seen[1] if is_settled else 0, content

    def again(self, path: str, kept: Stamp) -> Stamp | None:
        """The stamp of a file that is what it was, with its time of now; else None."""
        seen = look(path)
        if seen is None or seen[0] != kept[0]:
            return None
        if seen[1] == kept[1]:
            return kept
        if not kept[2]:
            return None
        content = digest_of(path)
        return self.stamp(seen, kept[2]) if content == kept[2] else None
