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
        watch_filter=lambda _, name: _is_of_interest(Path(name), paths, asked.baseline),
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
    return {(path if path.is_dir() else path.parent).absolute() for path in paths}


def _is_of_interest(changed: Path, paths: Sequence[Path], baseline: Path | None) -> bool:
    if changed.name in _SETTINGS or (baseline and changed == baseline.absolute()):
        return True
    if changed.suffix not in _CODE:
        return False
    for path in map(Path.absolute, paths):
        if changed == path:
            return True
        if path.is_dir() and changed.is_relative_to(path):
            return not any(part in EXCLUDE for part in changed.relative_to(path).parts)
    return False


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
