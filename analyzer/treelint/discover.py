"""From the paths of the command line to the files to check."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from treelint.records import dataclass
from treelint.source import NOTEBOOK, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pathspec import GitIgnoreSpec

    from treelint.settings import Settings

_SUFFIXES = (".py", NOTEBOOK)
# Folders of tools, of environments and of builds: never a project's own source.
EXCLUDE = (
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pyenv",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".vscode",
    "__pycache__",
    "__pypackages__",
    "_build",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file to check; `is_named` if the user named it, rather than a folder above it."""

    path: Path
    is_named: bool


@dataclass(frozen=True, slots=True)
class _Ignored:
    """One `.gitignore`, for the paths below its folder."""

    folder: Path
    spec: GitIgnoreSpec

    def verdict(self, path: Path, *, is_folder: bool) -> bool | None:
        """Whether it ignores the path; None if it says nothing of it."""
        name = path.relative_to(self.folder).as_posix() + ("/" if is_folder else "")
        return self.spec.check_file(name).include


def discover(
    paths: list[Path], settings_of: Callable[[Path], Settings]
) -> Iterator[Found | Failure]:
    """The Python files and notebooks named by, or below, the paths, in order, each once."""
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path, settings_of):
            if isinstance(found, Failure):
                yield found
                continue
            absolute = found.path.absolute()
            if absolute not in seen:
                seen.add(absolute)
                yield found


def _below(path: Path, settings_of: Callable[[Path], Settings]) -> Iterator[Found | Failure]:
    try:
        is_folder = path.is_dir()
        exists = is_folder or path.exists()
    except OSError as error:
        yield Failure(str(path), f"cannot be read: {error.strerror}")
        return
    if is_folder:
        yield from _walk(path, _outer_ignores(path), settings_of)
    elif exists:
        yield Found(path, is_named=True)
    else:
        yield Failure(str(path), "no such file or folder")


def _walk(
    folder: Path, ignores: tuple[_Ignored, ...], settings_of: Callable[[Path], Settings]
) -> Iterator[Found | Failure]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(str(folder), f"cannot be listed: {error.strerror}")
        return
    settings = settings_of(folder)
    own = _read_ignores(folder)
    ignores = ignores if own is None else (*ignores, own)
    for entry in entries:
        path = folder / entry.name
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
            is_file = entry.is_file()
        except OSError as error:
            # A link in a circle, or into a folder without rights.
            yield Failure(str(path), f"cannot be read: {error.strerror}")
            continue
        if not is_folder and not entry.name.endswith(_SUFFIXES):
            continue
        if _is_excluded(path, settings) or _is_ignored(path, ignores, is_folder=is_folder):
            continue
        if is_folder:
            yield from _walk(path, ignores, settings_of)
        elif is_file:
            yield Found(path, is_named=False)


def _is_excluded(path: Path, settings: Settings) -> bool:
    patterns = EXCLUDE if settings.exclude is None else settings.exclude
    return matches(path, (*patterns, *settings.extend_exclude), settings.root)


def matches(path: Path, patterns: tuple[str, ...], root: Path) -> bool:
    """Whether a pattern fits the name of a file or folder, or its path from the settings' root."""
    absolute = path.absolute()
    relative = absolute.relative_to(root) if absolute.is_relative_to(root) else absolute
    names = (path.name, relative.as_posix())
    return any(fnmatch(name, pattern.rstrip("/")) for name in names for pattern in patterns)


def _is_ignored(path: Path, ignores: tuple[_Ignored, ...], *, is_folder: bool) -> bool:
    # The nearest file that says something decides.
    for ignored in reversed(ignores):
        verdict = ignored.verdict(path.absolute(), is_folder=is_folder)
        if verdict is not None:
            return verdict
    return False


def _outer_ignores(folder: Path) -> tuple[_Ignored, ...]:
    """The `.gitignore` files above a folder, as far as its repository reaches.

    One that ignores the folder itself is left out: the folder was named, so it is wanted.
    """
    absolute = folder.absolute()
    above: list[Path] = []
    for parent in (absolute, *absolute.parents):
        if parent != absolute:
            above.append(parent)
        if (parent / ".git").exists():
            found = (_read_ignores(outer) for outer in reversed(above))
            return tuple(
                ignored
                for ignored in found
                if ignored is not None and not ignored.verdict(absolute, is_folder=True)
            )
    return ()


def _read_ignores(folder: Path) -> _Ignored | None:
    path = folder / ".gitignore"
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return None  # there is none, in nearly every folder
    # Loaded here: most folders have no such file, and a named file needs none.
    from pathspec import GitIgnoreSpec

    return _Ignored(folder.absolute(), GitIgnoreSpec.from_lines(filter(_is_pattern, lines)))


def _is_pattern(line: str) -> bool:
    """Whether a line can be read; like git, we pass over one that cannot."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True
