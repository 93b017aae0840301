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
from treelint.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath

_LIBRARIES = frozenset({"chex", "equinox", "flax", "jax", "optax", "treeops"})
# Words in the bases and decorators of classes that are trees, as the libraries call them.
_TREES = frozenset({"Module", "PyTreeNode", "chex", "nn", "register_dataclass", "struct"})
_FAMILIES = (b"equinox", b"treeops")
# What the libraries' functions, bases and decorators are called where they are imported.
_KNOWN = FUNCTION_NAMES | {"Module", "PyTreeNode", "dataclass", "register_dataclass"}

_FROM = re.compile(
    rb"\bfrom[ \t]+([.\w]+)[ \t]+import[ \t]*(\([^)]*\)|(?:[^\n\\]|\\.)*)", re.DOTALL
)
_IMPORT = re.compile(rb"^[ \t]*import[ \t]+([^\n#;]+)", re.MULTILINE)
_COMMENT = re.compile(rb"#[^\n]*")
_PART = re.compile(r"(\*|\w+)(?:\s+as\s+(\w+))?")
_CLASS = re.compile(
    rb"^((?:[ \t]*@[^\n]*\n)*)[ \t]*class[ \t]+(\w+)[^(:\n]*(?:\(([^:)]*))?", re.MULTILINE
)
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
class Imported:
    """One name that a file imports; the module is empty for `import module`."""

    module: str
    name: str
    alias: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What a file imports and defines: each class with the words around its name."""

    imports: tuple[Imported, ...]
    classes: tuple[tuple[str, frozenset[str]], ...]
    assigned: tuple[str, ...]


def read_outline(data: bytes) -> Outline:
    """The imports and classes of a file, as far as regular expressions find them."""
    imports: list[Imported] = []
    if b"from" in data:
        for module, names in _FROM.findall(data):
            imports += _parts(module.decode(errors="replace"), names)
    for names in _IMPORT.findall(data):
        imports += (
            Imported("", name, alias)
            for part in names.decode(errors="replace").split(",")
            for name, _, alias in [part.strip().partition(" as ")]
        )
    classes: list[tuple[str, frozenset[str]]] = []
    if b"class" in data:
        for decorators, name, bases in _CLASS.findall(data):
            words = _WORD.findall((decorators + b" " + bases).decode(errors="replace"))
            if words:
                classes.append((name.decode(errors="replace"), frozenset(words)))
    assigned: list[bytes] = []
    if any(family in data for family in _FAMILIES):
        assigned = _ASSIGNED.findall(data)
    names = tuple(name.decode(errors="replace") for name in assigned)
    return Outline(tuple(imports), tuple(classes), names)


@dataclass(eq=False)
class File:
    """A file of the run, and whether the gate admits it."""

    path: PurePath
    data: bytes = field(repr=False)
    is_admitted: bool

    @cached_property
    def outline(self) -> Outline:
        """Its imports and classes, which are asked for only where they matter."""
        return read_outline(self.data)

    @cached_property
    def attributes(self) -> frozenset[str]:
        """All that stands behind a dot in it."""
        return frozenset(name.decode() for name in _ATTRIBUTE.findall(self.data))

    @cached_property
    def module(self) -> str:
        """The last part of the name under which other files import it."""
        return self.path.parent.name if self.path.stem == "__init__" else self.path.stem


def admitted(files: Sequence[File]) -> list[bool]:
    """For each file whether it is admitted, by the gate or by the project's own names."""
    known = [_from_libraries(file.outline) if file.is_admitted else set[str]() for file in files]
    exports: _Exports = defaultdict(set)
    for file, names in zip(files, known, strict=True):
        exports[file.module] |= names
    size = 0
    # To a fixpoint; nothing is to be done where nothing is exported.
    while size < (size := sum(map(len, exports.values()))):
        for file, names in zip(files, known, strict=True):
            names.update(_from_project(file, names, exports))
            exports[file.module] |= names
    return [file.is_admitted or bool(names) for file, names in zip(files, known, strict=True)]


def _from_libraries(outline: Outline) -> set[str]:
    """The names in a file that are the libraries' functions, or classes that are trees."""
    names = {
        item.alias
        for item in outline.imports
        if item.name in _KNOWN and item.module.partition(".")[0] in _LIBRARIES
    }
    return _with_classes(outline, names.union(outline.assigned), _TREES)


def _from_project(file: File, names: set[str], exports: _Exports) -> set[str]:
    """The names in a file that are what other files of the project export."""
    found = set(names)
    for item in file.outline.imports:
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
    return _with_classes(file.outline, found, frozenset())


def _with_classes(outline: Outline, names: set[str], bases: frozenset[str]) -> set[str]:
    found = set(names)
    is_done = False
    while not is_done:
        is_done = True
        for name, words in outline.classes:
            if name not in found and not (words.isdisjoint(found) and words.isdisjoint(bases)):
                found.add(name)
                is_done = False
    return found


def _parts(module: str, names: bytes) -> list[Imported]:
    text = _COMMENT.sub(b"", names).decode(errors="replace")
    return [Imported(module, name, alias or name) for name, alias in _PART.findall(text)]
