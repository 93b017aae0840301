"""The other files of a project, by the words in them: who may use what a file defines.

An object gets from one file into another only by way of imports: either of them imports the other,
or a third one both. So files that no imports link, to however many steps, have nothing of each
other. An import may mean any file whose path ends with its name, which links too many rather than
too few.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.discover import EXCLUDE
from treelint.project.links import Links
from treelint.records import dataclass, field
from treelint.source import NOTEBOOK, Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from treelint.index import FileIndex
    from treelint.project.trees import Trees

# More files than that are not looked through for one name.
_MOST = 3000
_SUFFIXES = (".py", ".pyi", NOTEBOOK)
# For so many words the files are looked through; then it pays to list all words in them.
_FEW = 20
_WORD = re.compile(rb"\w+")
# What stands at the top of a project, whatever its tools.
_MARKS = frozenset(
    {".git", ".hg", "pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "treelint.toml"}
)


@dataclass
class Neighbours:
    """The files around others, each listed and read once.

    A notebook is linked to whatever it names. `others` are those that were looked into for the
    sake of another.
    """

    trees: Trees
    others: dict[Path, FileIndex | None] = field(default_factory=dict, repr=False)
    _folders: dict[Path, Path] = field(default_factory=dict, repr=False)
    _listed: dict[Path, tuple[Path, ...] | None] = field(default_factory=dict, repr=False)
    _texts: dict[Path, bytes | None] = field(default_factory=dict, repr=False)
    _naming: dict[tuple[Path, str], tuple[Path, ...] | None] = field(
        default_factory=dict, repr=False
    )
    _linked: dict[Path, frozenset[Path]] = field(default_factory=dict, repr=False)
    _links: dict[Path, Links] = field(default_factory=dict, repr=False)
    _words: dict[Path, dict[bytes, list[Path]]] = field(default_factory=dict, repr=False)
    _asked: int = 0

    def naming(self, own: Path, word: str) -> tuple[Path, ...] | None:
        """The other files that a word stands in, and that something of a file may get into.

        None if there are too many to read.
        """
        folder = self.folder(own.parent)
        key = (folder, word)
        if key not in self._naming:
            files = self._files(folder)
            self._naming[key] = (
                None if files is None else tuple(self._with_word(folder, files, word))
            )
        found = self._naming[key]
        if found is None or found in {(), (own,)}:
            return None if found is None else ()
        linked = self._linked_to(own, folder)
        return tuple(path for path in found if path != own and path in linked)

    def defining(self, own: Path, name: str) -> tuple[Path, ...] | None:
        """The other files, linked likewise, that define a function of this name."""
        defined = re.compile(rb"\bdef[ \t]+" + re.escape(name.encode()) + rb"\b")
        found = self.naming(own, name)
        if found is None:
            return None
        return tuple(path for path in found if defined.search(self._text(path) or b""))

    def linked(self, own: Path) -> frozenset[Path]:
        """The other files that something of a file may get into, or come from."""
        return self._linked_to(own, self.folder(own.parent)) - {own}

    def _linked_to(self, own: Path, folder: Path) -> frozenset[Path]:
        """The files that imports link to one, to however many steps."""
        if own not in self._linked:
            if folder not in self._links:
                texts = {path: self._text(path) or b"" for path in self._files(folder) or ()}
                self._links[folder] = Links(texts)
            group = self._links[folder].group(own)
            self._linked |= dict.fromkeys(group, group)
            self._linked.setdefault(own, group)
        return self._linked[own]

    def folder(self, folder: Path) -> Path:
        """The folder of the project that files in a folder belong to.

        It is the nearest one above that has the marks of a project; else that of their package.
        """
        if folder not in self._folders:
            package = folder
            while (package / "__init__.py").is_file():
                package = package.parent
            marked = (
                above
                for above in (folder, *folder.parents)
                if any((above / mark).exists() for mark in _MARKS)
            )
            self._folders[folder] = next(marked, package)
        return self._folders[folder]

    def _files(self, folder: Path) -> tuple[Path, ...] | None:
        if folder not in self._listed:
            found: list[Path] = []
            for path in _below(str(folder)):
                found.append(Path(path))
                if len(found) > _MOST:
                    break
            self._listed[folder] = None if len(found) > _MOST else tuple(found)
        return self._listed[folder]

    def _with_word(self, folder: Path, files: tuple[Path, ...], word: str) -> Iterable[Path]:
        """The files that a word stands in; a file that cannot be read may hold any."""
        self._asked += 1
        if self._asked > _FEW:
            if folder not in self._words:
                self._words[folder] = self._by_word(files)
            words = self._words[folder]
            return [*words.get(word.encode(), ()), *words[b""]]
        return self._looked_through(files, word)

    def _by_word(self, files: tuple[Path, ...]) -> dict[bytes, list[Path]]:
        """The files by the words in them; those that cannot be read under the empty one."""
        found: dict[bytes, list[Path]] = {b"": []}
        for path in files:
            text = self._text(path)
            words = {b""} if text is None else set(_WORD.findall(text))
            for word in words:
                found.setdefault(word, []).append(path)
        return found

    def _looked_through(self, files: tuple[Path, ...], word: str) -> Iterator[Path]:
        name = word.encode()
        whole = re.compile(rb"\b" + re.escape(name) + rb"\b")
        for path in files:
            text = self._text(path)
            if text is None or (name in text and whole.search(text)):
                yield path

    def _text(self, path: Path) -> bytes | None:
        if path not in self._texts:
            data = self.trees.read(path)
            self._texts[path] = None if isinstance(data, Failure) else data
        return self._texts[path]


def _below(folder: str) -> Iterator[str]:
    """The files below a folder that may hold code, in order, whether git ignores them or not."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError:
        return  # what cannot be listed is reported, if it is the user's
    for entry in entries:
        if entry.name in EXCLUDE:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif entry.name.endswith(_SUFFIXES):
            yield entry.path
