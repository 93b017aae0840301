"""From the paths of the command line to the files to check."""

from __future__ import annotations

import os
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.patterns import compiled, path_from
from treelint.records import dataclass, field
from treelint.source import NOTEBOOK, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from treelint.gitignore import GitIgnore
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
    ".treelint_cache",
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
    """A file to check; `is_named` if the user named it, rather than a folder above it.

    As plain strings: most files are only looked at, and a `Path` costs as much as that.
    """

    shown: str
    is_named: bool
    absolute: str = field(default="", compare=False)

    @property
    def path(self) -> Path:
        """Where it is, as the user would write it."""
        return Path(self.shown)


@dataclass(frozen=True, slots=True)
class _Ignored:
    """One `.gitignore`, for the paths below its folder."""

    folder: str
    patterns: GitIgnore

    def verdict(self, absolute: str, *, is_folder: bool) -> bool | None:
        """Whether it ignores the path; None if it says nothing of it."""
        return self.patterns.verdict(path_from(self.folder, absolute), is_folder=is_folder)


def discover(
    paths: list[Path], settings_of: Callable[[Path], Settings]
) -> Iterator[Found | Failure]:
    """The Python files and notebooks named by, or below, the paths, in order, each once."""
    seen: set[str] = set()
    for path in paths:
        for found in _below(path, settings_of):
            if isinstance(found, Found):
                if found.absolute in seen:
                    continue
                seen.add(found.absolute)
            yield found


def _below(path: Path, settings_of: Callable[[Path], Settings]) -> Iterator[Found | Failure]:
    try:
        is_folder = path.is_dir()
        exists = is_folder or path.exists()
    except OSError as error:
        yield Failure(str(path), f"cannot be read: {error.strerror}")
        return
    if is_folder:
        absolute = str(path.absolute())
        shown = "" if str(path) == "." else str(path)
        yield from _walk(shown, absolute, _outer_ignores(absolute), settings_of)
    elif exists:
        yield Found(str(path), is_named=True, absolute=str(path.absolute()))
    else:
        yield Failure(str(path), "no such file or folder")


def _walk(
    shown: str,
    absolute: str,
    ignores: tuple[_Ignored, ...],
    settings_of: Callable[[Path], Settings],
) -> Iterator[Found | Failure]:
    # With strings, as there are many paths to make.
    try:
        with os.scandir(absolute) as scan:
            entries = sorted(scan, key=attrgetter("name"))
    except OSError as error:
        yield Failure(shown or ".", f"cannot be listed: {error.strerror}")
        return
    settings = settings_of(Path(absolute))
    if any(entry.name == ".gitignore" for entry in entries):
        ignores = (*ignores, *_read_ignores(absolute))
    for entry in entries:
        path = os.path.join(shown, entry.name)  # noqa: PTH118
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
            if not is_folder and not (entry.name.endswith(_SUFFIXES) and entry.is_file()):
                continue
        except OSError as error:
            # A link in a circle, or into a folder without rights.
            yield Failure(path, f"cannot be read: {error.strerror}")
            continue
        if _is_excluded(entry, settings) or _is_ignored(entry.path, ignores, is_folder=is_folder):
            continue
        if is_folder:
            yield from _walk(path, entry.path, ignores, settings_of)
        else:
            yield Found(path, is_named=False, absolute=entry.path)


def _is_excluded(entry: os.DirEntry[str], settings: Settings) -> bool:
    exclude = EXCLUDE if settings.exclude is None else settings.exclude
    patterns = compiled((*exclude, *settings.extend_exclude))
    return patterns.fit(entry.name, path_from(str(settings.root), entry.path))


def _is_ignored(absolute: str, ignores: tuple[_Ignored, ...], *, is_folder: bool) -> bool:
    # The nearest file that says something decides.
    for ignored in reversed(ignores):
        verdict = ignored.verdict(absolute, is_folder=is_folder)
        if verdict is not None:
            return verdict
    return False


def _outer_ignores(absolute: str) -> tuple[_Ignored, ...]:
    """The `.gitignore` files above a folder, as far as its repository reaches.

    One that ignores the folder itself is left out: the folder was named, so it is wanted.
    """
    above: list[str] = []
    folder = absolute
    while not os.path.exists(os.path.join(folder, ".git")):  # noqa: PTH110, PTH118
        parent = os.path.dirname(folder)  # noqa: PTH120
        if parent == folder:
            return ()  # in no repository
        folder = parent
        above.append(folder)
    found = [ignored for outer in reversed(above) for ignored in _read_ignores(outer)]
    return tuple(ignored for ignored in found if not _covers(ignored, absolute))


def _covers(ignored: _Ignored, absolute: str) -> bool:
    """Whether a folder, or one that it lies in, is ignored."""
    inner = path_from(ignored.folder, absolute).split("/")
    return any(
        ignored.patterns.verdict("/".join(inner[:depth]), is_folder=True)
        for depth in range(1, len(inner) + 1)
    )


def _read_ignores(folder: str) -> list[_Ignored]:
    """The `.gitignore` of a folder, if there is one that can be read."""
    try:
        text = Path(folder, ".gitignore").read_text("utf-8", errors="replace")
    except OSError:
        return []
    # Loaded here: a file that is named needs none.
    from treelint.gitignore import GitIgnore

    return [_Ignored(folder, GitIgnore.read(text))]
