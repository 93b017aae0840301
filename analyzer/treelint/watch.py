"""`--watch`: check again whenever a file changes. Needs `pip install 'treelint[watch]'`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.command import run
from treelint.discover import EXCLUDE
from treelint.report.show import print_lines
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from treelint.options import Arguments

# What a run depends on, besides the code.
_CODE = (".py", ".ipynb")
_SETTINGS = frozenset({"pyproject.toml", "treelint.toml", ".gitignore"})

# Milliseconds: how long it must be quiet after a change, as editors save in several steps and
# `git switch` writes many files, and how soon the first run starts.
_QUIET = 100
_WAIT = 100

_CLEAR = "\033[2J\033[3J\033[H"


def watch(asked: Arguments, failures: Sequence[Failure]) -> int:
    """Run now and after every change, until the user stops it."""
    try:
        import watchfiles
    except ModuleNotFoundError:
        return _failed("--watch needs watchfiles: pip install 'treelint[watch]'")
    paths = [path for path in asked.paths or [Path()] if path.exists()]
    if not paths:
        return run(asked, failures)  # which says so of each
    # It listens from before the first run on, so that no change is missed.
    changes = watchfiles.watch(
        *_watched(paths),
        watch_filter=lambda change, name: _is_of_interest(
            Path(name), paths, asked.baseline, is_modified=change == watchfiles.Change.modified
        ),
        step=_QUIET,
        rust_timeout=_WAIT,
        yield_on_timeout=True,
        recursive=any(path.is_dir() for path in paths),
        ignore_permission_denied=True,
    )
    try:
        for _ in _due(changes):
            _run(asked, failures)
    except RuntimeError as error:
        return _failed(f"--watch stopped, as the system says: {error}")
    return 0


def _watched(paths: Sequence[Path]) -> set[Path]:
    """Folders only: an editor that saves to a new file would take a watched file away."""
    return {_real(path) if path.is_dir() else _real(path).parent for path in paths}


def _real(path: Path) -> Path:
    """A path as the system tells of it, with links followed up to its folder."""
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def _is_of_interest(
    changed: Path, paths: Sequence[Path], baseline: Path | None, *, is_modified: bool
) -> bool:
    if any(changed == _real(path) for path in paths):
        return True
    folders = [_real(path) for path in paths if path.is_dir()]
    folder = next((one for one in folders if changed.is_relative_to(one)), changed.parent)
    if any(part in EXCLUDE for part in changed.relative_to(folder).parts):
        return False
    if changed.name in _SETTINGS or (baseline and changed == _real(baseline)):
        return True
    if folder not in folders:
        return False  # beside a file that was named
    # Files that come with their folder, or go with it, are not always told of.
    is_folder = not is_modified and (changed.is_dir() or not changed.suffix)
    return changed.suffix in _CODE or is_folder


def _due(changes: Iterable[Collection[object]]) -> Iterator[None]:
    """Once at first, then after every change."""
    is_first = True
    for changed in changes:
        if changed or is_first:
            is_first = False
            yield


def _run(asked: Arguments, failures: Sequence[Failure]) -> None:
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        sys.stdout.write(_CLEAR)
    run(asked, failures)
    sys.stdout.flush()
    if not asked.quiet:
        print_lines(["treelint: waiting for changes; Ctrl-C stops"], sys.stderr)


def _failed(message: str) -> int:
    print_lines([f"treelint: {Failure('command line', message)}"], sys.stderr)
    return 2
