"""What the text of a module tells of a name, without a syntax tree.

A file calls many functions of its own project, and each may be one of the libraries' under
another name. Most are plainly defined where they are imported from: a line that begins with
`def` settles it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from treelint.fullnames import FUNCTIONS
from treelint.import_lines import Imported, read_imports
from treelint.records import dataclass, field
from treelint.source import Failure

if TYPE_CHECKING:
    from pathlib import Path

    from treelint.project.library import Library, Module

_DEFINED = re.compile(rb"\n(?:async[ \t]++def|def|class)[ \t]++(\w++)")
_KNOWN_PACKAGES = frozenset(name.partition(".")[0] for name in FUNCTIONS)
# A chain of imports that is longer is left to those who read properly.
_MAX_HOPS = 6


@dataclass(frozen=True, eq=False)
class Glimpse:
    """The functions and classes at the top of a module, and its imports, by their names here.

    `asked` are the modules that a name was followed to from here.
    """

    path: Path
    package: str
    defined: frozenset[str]
    imports: dict[str, list[Imported]] = field(repr=False)
    asked: set[str] = field(default_factory=set, repr=False)


def is_own(library: Library, name: str, asked_by: Module) -> bool:
    """Whether a full name is plainly that of a function or class of the project itself.

    "No" says nothing.
    """
    asked = asked_by.asked
    for _ in range(_MAX_HOPS):
        if name.partition(".")[0] in _KNOWN_PACKAGES:
            return False
        module, rest = _split(library, name, asked)
        glimpse = _glimpse(library, module) if rest else None
        if glimpse is None:
            return False
        first = rest[0]
        imports = glimpse.imports.get(first, [])
        if first in glimpse.defined:
            return not imports
        if len(imports) != 1:
            return False
        name = ".".join((_absolute(imports[0], glimpse.package), *rest[1:]))
        asked = glimpse.asked
    return False


def _split(library: Library, name: str, asked: set[str]) -> tuple[str, list[str]]:
    """The longest part of a name that is a module's, and the rest."""
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        inner = ".".join(parts[:count])
        asked.add(inner)
        if not library.has(inner):
            return ".".join(parts[: count - 1]), parts[count - 1 :]
    return name, []


def _glimpse(library: Library, name: str) -> Glimpse | None:
    if name not in library.glimpses:
        path = library.file(name) if name else None
        library.glimpses[name] = None if path is None else _read(library, path, name)
    return library.glimpses[name]


def _read(library: Library, path: Path, name: str) -> Glimpse | None:
    data = library.trees.read(path)
    if isinstance(data, Failure):
        return None
    imports: defaultdict[str, list[Imported]] = defaultdict(list)
    for item in read_imports(data):
        imports[item.alias or item.name.partition(".")[0]].append(item)
    defined = frozenset(found.decode() for found in _DEFINED.findall(b"\n" + data))
    package = name if path.stem == "__init__" else name.rpartition(".")[0]
    return Glimpse(path, package, defined, imports)


def _absolute(item: Imported, package: str) -> str:
    """The full name of what is imported into a module of a package."""
    dots = len(item.module) - len(item.module.lstrip("."))
    if not item.module:
        return item.name if item.alias else item.name.partition(".")[0]
    if not dots:
        return f"{item.module}.{item.name}"
    outer = package.split(".")
    base = outer[: len(outer) - dots + 1]
    return ".".join(part for part in (*base, item.module.lstrip("."), item.name) if part)
