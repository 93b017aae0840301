"""What an earlier answer depends on besides the files: treelint itself, Python, settings."""

from __future__ import annotations

import os
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from treelint import __version__
from treelint.cache.stamps import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.configure import Profile

_CODE = Path(__file__).parent.parent


def program() -> str:
    """What names this treelint under this Python.

    The version alone would not do: treelint may be installed from a checkout, whose code changes.
    """
    code = zlib.crc32(repr(sorted(_modules(str(_CODE)))).encode())
    return f"treelint {__version__} {code:08x} under {sys.version}"


def _modules(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _modules(entry.path)
            else:
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns


def settings(profile: Profile) -> str:
    """What names the settings for a file: all of them but the places, which `packages` is for."""
    fields = (name for name in type(profile).__match_args__ if name not in {"root", "python"})
    return repr([getattr(profile, name) for name in fields])


def packages(root: Path, python: Path | None) -> str:
    """What names the packages that the files of a project may import: how they look outside."""
    from treelint.project.environment import find_environment, site_packages

    environment = find_environment(python, root)
    places: list[object] = [environment and str(environment)]
    for folder in site_packages(environment):
        # The files among them that say where more packages are.
        links = sorted(map(str, folder.glob("*.pth")))
        places += ((place, look(place)) for place in (str(folder), *links))
    return repr(places)
