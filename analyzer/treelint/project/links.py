"""Which files of a project imports link, directly or by way of others."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from treelint.import_lines import read_imports
from treelint.records import dataclass, field
from treelint.source import NOTEBOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_WORD = re.compile(rb"[A-Za-z_]\w*")
# A text that is the name of a module, and nothing else.
_TEXT = re.compile(rb"""["']([A-Za-z_][\w.]*)["']""")
# With these a module may be imported by a text, and with the last of them by pytest.
_BY_TEXT = (b"importlib", b"__import__", b"runpy", b"pytest_plugins")


@dataclass
class Links:
    """The files by their content, and how they are linked."""

    texts: Mapping[Path, bytes]
    _links: defaultdict[Path, set[Path]] | None = field(default=None, repr=False)

    def group(self, own: Path) -> frozenset[Path]:
        """A file, and all that are linked to it, to however many steps."""
        if self._links is None:
            self._links = self._found()
        group, pending = {own}, [own]
        while pending:
            for other in self._links[pending.pop()] - group:
                group.add(other)
                pending.append(other)
        return frozenset(group)

    def _found(self) -> defaultdict[Path, set[Path]]:
        by_name = _by_name(self.texts)
        links: defaultdict[Path, set[Path]] = defaultdict(set)
        for path, text in self.texts.items():
            for name in _named(path, text) & by_name.keys():
                for other in by_name[name]:
                    links[path].add(other)
                    links[other].add(path)
        for path, other in self._by_fixtures():
            links[path].add(other)
            links[other].add(path)
        return links

    def _by_fixtures(self) -> Iterator[tuple[Path, Path]]:
        """Tests get what a `conftest.py` in their folder, or in one above, has made for them."""
        for path in self.texts:
            if path.name == "conftest.py":
                yield from ((path, other) for other in self.texts if path.parent in other.parents)


def _by_name(paths: Iterable[Path]) -> dict[str, list[Path]]:
    """The files by the names that they can be imported under, whichever folder is a root."""
    found: dict[str, list[Path]] = {}
    for path in paths:
        parts = list(path.with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        for start in range(1, len(parts)):
            found.setdefault(".".join(parts[start:]), []).append(path)
    return found


def _named(path: Path, text: bytes) -> set[str]:
    """What a file may import, by the full names; of packages, what they are in too."""
    if path.suffix == NOTEBOOK:
        return {word.decode() for word in _WORD.findall(text)}
    names: set[str] = set()
    if any(word in text for word in _BY_TEXT):
        names |= {word.decode() for word in _TEXT.findall(text)}
    for item in read_imports(text):
        module = _absolute(path, item.module) if item.module.startswith(".") else item.module
        parts = [part for part in (*module.split("."), *item.name.split(".")) if part]
        names |= {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return names


def _absolute(path: Path, module: str) -> str:
    """A relative import as a name that begins at the file system's root."""
    name = module.lstrip(".")
    folder = path.parents[len(module) - len(name) - 1] if len(module) - len(name) else path.parent
    return ".".join((*folder.parts[1:], *filter(None, [name])))
