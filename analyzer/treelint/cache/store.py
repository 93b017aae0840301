"""The file that the cache is kept in: one for each root of settings, read and written whole.

JSON, so that a folder from somewhere else can hold nothing that runs.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import zlib
from typing import TYPE_CHECKING, Any, TypeVar

from treelint.reach import Reach
from treelint.records import dataclass, field

if TYPE_CHECKING:
    from pathlib import Path

    from treelint.cache.stamps import Stamp

FOLDER = ".treelint_cache"
_TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# This file is a cache directory tag created by treelint; see https://bford.info/cachedir/
"""
_T = TypeVar("_T")
# What a reader does with JSON that was written by somebody else.
DAMAGED = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)


@dataclass(slots=True)
class Entry:
    """What is kept of one file.

    `reach` is what it was checked for; `findings` is None where it was not looked into.
    `present` are the other files that the findings came from, with the names of their contents;
    `absent` are places where there was none.
    """

    stamp: Stamp
    settings: str
    reach: Reach
    findings: list[Any] | None
    present: list[tuple[str, str]]
    absent: list[str]


@dataclass(slots=True)
class Contents:
    """All that one file of the cache holds: what is kept of each file that was checked.

    `others` are the stamps that the files had last that findings came from.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    others: dict[str, Stamp] = field(default_factory=dict)


def path_of(root: Path, folder: Path | None) -> Path:
    """Where the file for a root lies: below the root, or in a folder that all roots share."""
    if folder is None:
        return root / FOLDER / "cache.json"
    return folder.absolute() / f"{zlib.crc32(os.fsencode(root)):08x}.json"


def load(path: Path, program: str, root: Path) -> Contents:
    """The contents of a file; none where there is none, or where another program wrote it.

    Raises `OSError` for one that cannot be read, and one of `DAMAGED`.
    """
    try:
        kept = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Contents()
    if kept["program"] != program or kept["root"] != str(root):
        return Contents()
    others = {path: _stamp(*stamp) for path, stamp in kept["others"].items()}
    reaches = [Reach(frozenset(codes), bool(is_led)) for is_led, codes in kept["reaches"]]
    once = kept["settings"], reaches, kept["sources"], kept["paths"]
    entries = {name: _entry(item, once) for name, item in kept["files"].items()}
    return Contents(entries, others)


def save(path: Path, program: str, root: Path, contents: Contents) -> None:
    """Write the file whole or not at all; raises `OSError` where that cannot be done."""
    _make(path.parent)
    data = json.dumps(_plain(program, root, contents), separators=(",", ":")).encode()
    # One of its own for each run: two may write at once, and the last one stays.
    draft = path.with_name(f"{path.name}.{os.getpid()}.{time.monotonic_ns()}")
    try:
        with draft.open("xb") as file:
            file.write(data)
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def _make(folder: Path) -> None:
    """The folder; a new one gets what tells git and backups to pass over it."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", "utf-8")
    (folder / "CACHEDIR.TAG").write_text(_TAG, "utf-8")


def _plain(program: str, root: Path, contents: Contents) -> dict[str, Any]:
    """The contents as JSON has them; what many files share is kept once, under a number."""
    settings: dict[str, int] = {}
    reaches: dict[Reach, int] = {}
    sources: dict[tuple[str, str], int] = {}
    paths: dict[str, int] = {}
    files: dict[str, Any] = {}
    for name, entry in contents.entries.items():
        files[name] = [
            entry.stamp,
            _number(entry.settings, settings),
            _number(entry.reach, reaches),
            entry.findings,
            [_number(source, sources) for source in entry.present],
            [_number(path, paths) for path in entry.absent],
        ]
    used = {path for path, _ in sources}
    return {
        "program": program,
        "root": str(root),
        "settings": list(settings),
        "reaches": [(reach.is_led, sorted(reach.codes)) for reach in reaches],
        "sources": list(sources),
        "paths": list(paths),
        "others": {path: kept for path, kept in contents.others.items() if path in used},
        "files": files,
    }


def _number(item: _T, numbers: dict[_T, int]) -> int:
    return numbers.setdefault(item, len(numbers))


def _entry(
    kept: list[Any], kept_once: tuple[list[str], list[Reach], list[list[str]], list[str]]
) -> Entry:
    stamp, number, reach, findings, present, absent = kept
    settings, reaches, sources, paths = kept_once
    pairs = (sources[index] for index in present)
    return Entry(
        _stamp(*stamp),
        settings[number],
        reaches[reach],
        findings,
        [(path, content) for path, content in pairs],
        [paths[index] for index in absent],
    )


def _stamp(size: Any, time_ns: Any, content: Any) -> Stamp:
    if not (isinstance(size, int) and isinstance(time_ns, int) and isinstance(content, str)):
        raise TypeError("no stamp of a file")
    return size, time_ns, content
