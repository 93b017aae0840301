"""What the plugin's answers depend on besides the code that mypy checks."""

from __future__ import annotations

import hashlib
import os
from io import FileIO
from operator import attrgetter
from typing import TYPE_CHECKING

import treelint

if TYPE_CHECKING:
    from collections.abc import Iterator

# What is only for runs of the linter itself; a test sees to it that the plugin uses none of it.
_APART = frozenset({"__pycache__", "cache", "fixing", "report", "rules"})


# The version as it was last asked for.
_LAST: list[str] = []


def version() -> str:
    """The version, with a hash of the sources as they are now."""
    _LAST[:] = [f"{treelint.__version__}+{fingerprint()}"]
    return _LAST[0]


def last_version() -> str:
    """The same, without reading all sources a second time."""
    return _LAST[0] if _LAST else version()


def fingerprint() -> str:
    """A hash of every source that takes part: results of another version are stale.

    mypy itself looks at the module that is named in its configuration only.
    """
    digest = hashlib.sha256(treelint.__version__.encode())
    # Every run of mypy comes here: `Path` takes several times as long for the same.
    for path in sources():
        digest.update(os.path.basename(path).encode())  # noqa: PTH119
        with FileIO(path) as file:
            digest.update(file.readall())
    return digest.hexdigest()


def sources() -> Iterator[str]:
    """The sources, always in the same order: the plugin's, and what it asks of the linter."""
    for package in (__file__, treelint.__file__):
        yield from _inside(os.path.dirname(package))  # noqa: PTH120 - as above


def _inside(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=attrgetter("name"))
    for entry in found:
        if entry.name.endswith(".py"):
            yield entry.path
        elif entry.name not in _APART and entry.is_dir():
            yield from _inside(entry.path)
