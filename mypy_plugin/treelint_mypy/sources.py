"""What the plugin's answers depend on besides the code that mypy checks."""

from __future__ import annotations

import hashlib
import os
from io import FileIO
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import treelint

if TYPE_CHECKING:
    from collections.abc import Iterator


def fingerprint() -> str:
    """A hash of every source that takes part: results of another version are stale.

    mypy itself looks at the module that is named in its configuration only.
    """
    digest = hashlib.sha256(treelint.__version__.encode())
    for path in sources():
        digest.update(path.name.encode())
        # Every run of mypy comes here: what `Path` has for it takes three times as long.
        with FileIO(path) as file:
            digest.update(file.readall())
    return digest.hexdigest()


def sources() -> Iterator[Path]:
    """The sources, always in the same order: the plugin's, and those of the linter.

    It asks the linter about files, too, which may then run any part of it.
    """
    for package in (__file__, treelint.__file__):
        yield from _inside(Path(package).parent)


def _inside(folder: Path) -> Iterator[Path]:
    # And so does `Path.glob`.
    with os.scandir(folder) as entries:
        found = sorted(entries, key=attrgetter("name"))
    for entry in found:
        if entry.name.endswith(".py"):
            yield Path(entry.path)
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _inside(Path(entry.path))
