"""The project's own names for what the gate looks for.

A file may reach `tree_at` through the project's own re-export, and use modules of the project's
own classes only, without naming a library. So the imports and classes of the files are read, with
regular expressions, and followed from the files that the gate admits. This decides only what is
looked at: it may admit too much, and need not understand everything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from treelint.fullnames import FUNCTION_NAMES
from treelint.import_lines import Imported, read_imports
from treelint.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePath

_LIBRARIES = frozenset({"chex", "equinox", "flax", "jax", "optax", "treeops"})
# Words in the bases and decorators of classes that are trees, as the libraries call them.
_TREES = frozenset({"Module", "PyTreeNode", "chex", "nn", "register_dataclass", "struct"})
_FAMILIES = (b"equinox", b"treeops")
# What the libraries' functions, bases and decorators are called where they are imported.
_KNOWN = FUNCTION_NAMES | {"Module", "PyTreeNode", "dataclass", "register_dataclass"}

# It begins with letters, for which `re` looks much faster than for the start of a line.
_CLASS = re.compile(rb"class[ \t]++(\w++)[^(:\n]*+(?:\(([^:)]*+))?")
_ATTRIBUTE = re.compile(rb"\.([A-Za-z_][A-Za-z_0-9]*)")
_WORD = re.compile(r"\w+")
# `surgery = eqx.tree_at`; what is assigned in a function does no harm.
_ASSIGNED = re.compile(
    rb"^[ \t]*(\w+)[ \t]*=[ \t]*(?:\w+\.)*(?:"
    + b"|".join(sorted(name.encode() for name in FUNCTION_NAMES))
    + rb")[ \t]*(?:#|\r?$)",
    re.MULTILINE,
)

# The names that are known to be of interest, by the last part of the module that has them.
_Exports: TypeAlias = defaultdict[str, set[str]]


@dataclass(frozen=True, slots=True)
class DefinedClass:
    """A class, with the words in its decorators and bases."""

    name: str
    words: frozenset[str]


def read_classes(data: bytes) -> tuple[DefinedClass, ...]:
    """The classes of a file that have a base or a decorator, likewise."""
    classes: list[DefinedClass] = []
    for match in _CLASS.finditer(data):
        line = data.rfind(b"\n", 0, match.start()) + 1
        if data[line : match.start()].strip(b" \t"):
            continue
        around = b" ".join((*_decorators(data, line), match[2] or b""))
        words = _WORD.findall(around.decode(errors="replace"))
        if words:
            classes.append(DefinedClass(match[1].decode(errors="replace"), frozenset(words)))
    return tuple(classes)


def _decorators(data: bytes, start: int) -> Iterator[bytes]:
    """The lines of decorators before the line that starts there."""
    while start:
        before = data.rfind(b"\n", 0, start - 1) + 1
        line = data[before : start - 1].strip()
        if not line.startswith(b"@"):
            return
        yield line
        start = before


@dataclass(eq=False)
class File:
    """A file of the run, and whether the gate admits it; it is read only as far as it matters."""

    path: PurePath
    data: bytes = field(repr=False)
    is_admitted: bool

    @cached_property
    def imports(self) -> tuple[Imported, ...]:
        """What it imports."""
        return read_imports(self.data)

    @cached_property
    def classes(self) -> tuple[DefinedClass, ...]:
        """The classes in it that may be trees."""
        return read_classes(self.data)

    @cached_property
    def assigned(self) -> frozenset[str]:
        """Its own names for functions of the libraries, by assignments."""
        if not any(family in self.data for family in _FAMILIES):
            return frozenset()
        return frozenset(name.decode(errors="replace") for name in _ASSIGNED.findall(self.data))

    @cached_property
    def module(self) -> str:
        """The last part of the name under which other files import it."""
        return self.path.parent.name if self.path.stem == "__init__" else self.path.stem

    @cached_property
    def sources(self) -> frozenset[str]:
        """The last part of each module that it may have names from."""
        both = (name for item in self.imports for name in (item.module, item.name))
        return frozenset(name.rpartition(".")[2] for name in both)

    @cached_property
    def attributes(self) -> frozenset[str]:
        """All that stands behind a dot in it."""
        return frozenset(name.decode() for name in set(_ATTRIBUTE.findall(self.data)))


def led(files: Sequence[File]) -> list[bool]:
    """For each file whether names lead there: of the libraries, or the project's own for them."""
    known = [_from_libraries(file) if file.is_admitted else set[str]() for file in files]
    exports: _Exports = defaultdict(set)
    for file, names in zip(files, known, strict=True):
        if names:
            exports[file.module] |= names
    size = 0
    # To a fixpoint; nothing is to be done where nothing is exported.
    while size < (size := sum(map(len, exports.values()))):
        for file, names in zip(files, known, strict=True):
            if not exports.keys().isdisjoint(file.sources):
                names.update(_from_project(file, names, exports))
            if names:
                exports[file.module] |= names
    return list(map(bool, known))


def _from_libraries(file: File) -> set[str]:
    """The names in a file that are the libraries' functions, or classes that are trees."""
    names = {
        item.alias
        for item in file.imports
        if item.name in _KNOWN and item.module.partition(".")[0] in _LIBRARIES
    }
    return _with_classes(file, names | file.assigned, _TREES)


def _from_project(file: File, names: set[str], exports: _Exports) -> set[str]:
    """The names in a file that are what other files of the project export."""
    found = set(names)
    for item in file.imports:
        passed = exports.get(item.module.rpartition(".")[2])
        if passed and item.name == "*":
            found |= passed
        elif passed and item.name in passed:
            found.add(item.alias)
        # Else the name may be that of a module.
        inner = exports.get(item.name.rpartition(".")[2])
        if inner:
            found |= inner & file.attributes
            if item.alias not in {"", item.name}:
                exports[item.alias] |= inner
    return _with_classes(file, found, frozenset()) if found else found


def _with_classes(file: File, names: set[str], bases: frozenset[str]) -> set[str]:
    found = set(names)
    is_done = False
    while not is_done:
        is_done = True
        for cls in file.classes:
            is_tree = not (cls.words.isdisjoint(found) and cls.words.isdisjoint(bases))
            if is_tree and cls.name not in found:
                found.add(cls.name)
                is_done = False
    return found
