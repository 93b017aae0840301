"""What one run remembers of earlier ones, and leaves to later ones.

It is never a reason to fail: what cannot be read is checked anew, what cannot be written is lost,
and a note says so.
"""

from __future__ import annotations

import os
import zlib
from typing import TYPE_CHECKING

from treelint.cache import findings, state
from treelint.cache.model import Known
from treelint.cache.stamps import Clock, digest, digest_of, look
from treelint.cache.store import DAMAGED, Contents, Entry, load, path_of, save
from treelint.patterns import path_from
from treelint.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from treelint.cache.model import Answer
    from treelint.cache.stamps import Seen
    from treelint.configure import Profile
    from treelint.reach import Reach


@dataclass(slots=True, eq=False)
class _Shelf:
    """One file of the cache while the run goes on."""

    path: Path
    root: Path
    contents: Contents
    met: set[str] = field(default_factory=set)
    has_changed: bool = False
    can_be_kept: bool = True
    # Whether each of the files that findings came from is what it was, as far as was asked.
    _others: dict[str, bool] = field(default_factory=dict)

    def holds(self, entry: Entry, clock: Clock) -> bool:
        """Whether all that an entry came from is as it was."""
        others = self.contents.others
        return all(
            path in others and others[path][2] == content and self._is_same(path, clock)
            for path, content in entry.present
        ) and not any(map(self._exists, entry.absent))

    def source(self, path: str, clock: Clock) -> tuple[str, str] | None:
        """A file with the name of its content; None if it may have changed in this run."""
        if path not in self.contents.others or not self._is_same(path, clock):
            seen, content = look(path), digest_of(path)
            if seen is None or content is None or not clock.is_older(seen):
                return None
            self.contents.others[path] = clock.stamp(seen, content)
            self._others[path] = True
        return path, self.contents.others[path][2]

    def _is_same(self, path: str, clock: Clock) -> bool:
        if path not in self._others:
            kept = self.contents.others[path]
            now = clock.again(path, kept)
            self._others[path] = now is not None
            if now is not None and now != kept:
                self.contents.others[path] = now
                self.has_changed = True
        return self._others[path]

    def _exists(self, path: str) -> bool:
        if path not in self._others:
            self._others[path] = look(path) is not None
        return self._others[path]


@dataclass(slots=True, eq=False)
class _Section:
    """The part of a shelf for the files with the same settings."""

    profile: Profile
    shelf: _Shelf
    settings: str

    def name(self, absolute: str) -> str:
        """What a file is called on the shelf."""
        return path_from(str(self.shelf.root), absolute)


@dataclass(slots=True, eq=False)
class Memory:
    """The cache of a run; `folder` is where to keep it, if not below the settings' root."""

    folder: Path | None = None
    notes: list[str] = field(default_factory=list)
    _scope: str = ""
    _clock: Clock = field(default_factory=Clock)
    _program: str = field(default_factory=state.program)
    _shelves: dict[Path, _Shelf] = field(default_factory=dict)
    _packages: dict[tuple[Path, Path | None], str] = field(default_factory=dict)
    # By the identity of the profile, which many files share: its parts are many to compare.
    _sections: dict[int, _Section] = field(default_factory=dict)

    def begin(self, files: Iterable[str]) -> None:
        """Say which files the run is about.

        Which rules may find something in one may depend on the names that the others pass on, and
        on whether it is named itself: a run over more files, or over fewer, asks again.
        """
        # Not `digest`: a run over unchanged files need not load what that takes.
        self._scope = f"{zlib.crc32(os.fsencode('/'.join(files))):08x}"

    def look(self, absolute: str) -> Seen:
        """How a file looks now, to be asked before it is read."""
        return look(absolute)

    def recall(self, absolute: str, filename: str, profile: Profile) -> Known | None:
        """What is known of a file, if it and all that this came from is as it was."""
        section = self._section(profile)
        shelf, name = section.shelf, section.name(absolute)
        shelf.met.add(name)
        entry = shelf.contents.entries.get(name)
        if entry is None or entry.settings != self._asked(section, entry.reach):
            return None
        now = self._clock.again(absolute, entry.stamp)
        if now is None or not shelf.holds(entry, self._clock):
            return None
        if now != entry.stamp:
            entry.stamp = now
            shelf.has_changed = True
        if entry.findings is None:
            return Known(now[0], entry.reach, None)
        try:
            found = findings.restored(entry.findings, filename)
        except DAMAGED:
            return None
        return Known(now[0], entry.reach, found)

    def remember(self, answer: Answer, profile: Profile) -> None:
        """Keep what was found in a file, unless that may be about something that has gone."""
        section = self._section(profile)
        shelf, name = section.shelf, section.name(answer.absolute)
        present = [shelf.source(str(path), self._clock) for path in answer.present]
        known = sorted(source for source in present if source is not None)
        if len(known) < len(present):
            return
        # What the gate held back is sent there again where only its time is another.
        content = "" if answer.findings is None else digest(answer.data)
        shelf.contents.entries[name] = Entry(
            self._clock.stamp(answer.seen, content),
            self._asked(section, answer.reach),
            answer.reach,
            None if answer.findings is None else findings.plain(answer.findings),
            known,
            sorted(map(str, answer.absent)),
        )
        shelf.has_changed = True

    def _asked(self, section: _Section, reach: Reach) -> str:
        """What an answer holds for: some settings, and where it depends on others, some files."""
        return section.settings if reach.is_settled else f"{section.settings} {self._scope}"

    def save(self) -> None:
        """Write what has changed."""
        for shelf in self._shelves.values():
            if shelf.has_changed and shelf.can_be_kept:
                self._write(shelf)

    def _write(self, shelf: _Shelf) -> None:
        entries = shelf.contents.entries
        for name in entries.keys() - shelf.met:
            # Not asked for in this run, but it may be in the next.
            if not os.path.exists(shelf.root / name):  # noqa: PTH110
                del entries[name]
        try:
            save(shelf.path, self._program, shelf.root, shelf.contents)
        except OSError as error:
            self.notes.append(f"the cache {shelf.path} cannot be written: {error.strerror}")

    def _section(self, profile: Profile) -> _Section:
        section = self._sections.get(id(profile))
        if section is None:
            settings = f"{state.settings(profile)} {self._packages_of(profile)}"
            section = _Section(profile, self._shelf(profile.root), settings)
            self._sections[id(profile)] = section
        return section

    def _packages_of(self, profile: Profile) -> str:
        place = (profile.root, profile.python)
        if place not in self._packages:
            self._packages[place] = state.packages(*place)
        return self._packages[place]

    def _shelf(self, root: Path) -> _Shelf:
        if root not in self._shelves:
            self._shelves[root] = self._opened(path_of(root, self.folder), root)
        return self._shelves[root]

    def _opened(self, path: Path, root: Path) -> _Shelf:
        try:
            return _Shelf(path, root, load(path, self._program, root))
        except OSError as error:
            self.notes.append(f"the cache {path} cannot be read: {error.strerror}")
            return _Shelf(path, root, Contents(), can_be_kept=False)
        except DAMAGED:
            self.notes.append(f"the cache {path} is damaged, and made anew")
            return _Shelf(path, root, Contents(), has_changed=True)
