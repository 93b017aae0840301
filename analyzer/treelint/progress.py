"""A bar on the terminal while a long run goes on.

A few lines of ours: what pip installs stays small, and a bar from a library costs more to import
than most runs take.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

T = TypeVar("T")

# A run that is over by then shows nothing; a bar that moves more often only flickers.
_DELAY = 0.5
_PAUSE = 0.1
_SIZE = 24


def followed(items: Iterable[T], total: int, *, is_quiet: bool, since: float) -> Iterator[T]:
    """The same items, with a bar on a terminal's standard error for how many have passed.

    It appears once the time since `since`, of `time.monotonic`, is worth it, and is gone at the
    end.
    """
    stream = sys.stderr
    if is_quiet or os.environ.get("TERM") == "dumb" or not stream.isatty():
        yield from items
        return
    due = since + _DELAY
    is_shown = False
    try:
        for count, item in enumerate(items, 1):
            now = time.monotonic()
            if now >= due:
                _paint(stream, count, total)
                is_shown, due = True, now + _PAUSE
            yield item
    finally:
        if is_shown:
            stream.write("\r\033[K")
            stream.flush()


def _paint(stream: TextIO, count: int, total: int) -> None:
    done = "#" * (_SIZE * count // max(total, 1))
    stream.write(f"\r[{done:{_SIZE}}] {count} of {total} files\033[K")
    stream.flush()
