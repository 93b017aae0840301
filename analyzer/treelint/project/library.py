"""The modules that a name may lead to: the project's, the environment's, and the bundled ones.

Modules are found by name on a list of folders, read once, and only as far as what they export.
Which module asked for which is remembered, so that one knows what a file's findings came from.
"""

from __future__ import annotations

import ast
import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from treelint import bundled
from treelint.fullnames import canonical
from treelint.parse import ParseFailure
from treelint.project.trees import Trees
from treelint.records import dataclass, field
from treelint.resolve import Names, Scope, outline, resolve
from treelint.source import Failure, decode

if TYPE_CHECKING:
    from pathlib import Path

    from treelint.project.classes import ClassInfo
    from treelint.project.glance import Glimpse

_SUFFIXES = (".py", ".pyi")
# Packages whose own source says nothing that is asked here: what matters of them is known by
# name (see `well_known`), and reading them would cost more than all the rest.
_OPAQUE = sys.stdlib_module_names | {
    "jax",
    "jaxlib",
    "jaxtyping",
    "matplotlib",
    "numpy",
    "pandas",
    "pytest",
    "scipy",
    "sklearn",
    "tensorflow",
    "torch",
    "typing_extensions",
}
# A chain of re-exports longer than this is a cycle that goes nowhere.
_MAX_HOPS = 20


@dataclass(frozen=True, slots=True)
class ModuleName:
    """The name leads to a module, or to a folder of modules."""

    name: str


@dataclass(frozen=True, slots=True)
class External:
    """The name leads out of what can be read: nothing but the name itself is known.

    An ambiguous one is bound in a module that was read, but to different things.
    """

    name: str
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Defined:
    """The name is defined in a module that was read: by which node, in which scope."""

    name: str
    node: ast.expr | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    module: Module
    scope: Scope


@dataclass(frozen=True, slots=True)
class Consulted:
    """What an answer came from: files that were read, and paths where nothing was found.

    When one of the first changes, or one of the second appears, the answer may be another. It may
    be with any file that comes, goes or changes if the answer `is_open`.
    """

    present: frozenset[Path] = frozenset()
    absent: frozenset[Path] = frozenset()
    is_open: bool = False

    def __or__(self, other: Consulted) -> Consulted:
        return Consulted(
            self.present | other.present,
            self.absent | other.absent,
            self.is_open or other.is_open,
        )


Target: TypeAlias = ModuleName | External | Defined


def public_name(target: Target | None) -> str | None:
    """The full name of what was found, as its users import it."""
    return None if target is None else canonical(target.name)


@dataclass(eq=False)
class Module:
    """One module that was read; `asked` are the names of the modules that it was followed to.

    It has no path if it is one of those that come with treelint. With `is_outline` its `names`
    are those at its top alone.
    """

    name: str
    path: Path | None
    names: Names = field(repr=False)
    tree: ast.Module = field(repr=False)
    library: Library = field(repr=False)
    asked: set[str] = field(default_factory=set, repr=False)
    classes: dict[ast.ClassDef, ClassInfo] = field(default_factory=dict, repr=False)
    is_outline: bool = False

    @cached_property
    def full_names(self) -> Names:
        """The names inside its functions and classes too."""
        if not self.is_outline:
            return self.names
        return resolve(self.tree, self.names.package, {})[0]

    def find(self, node: ast.expr, scope: Scope | None = None) -> Target | None:
        """What a name or a dotted name leads to, read in one of this module's scopes."""
        return self.library.follow(self, node, scope or self.names.module)

    def known_name(self, node: ast.expr, scope: Scope | None = None) -> str | None:
        """The public full name of an expression, by this module's imports alone."""
        return self.names.qualified_from(node, scope or self.names.module)

    def possible_names(self, node: ast.expr, scope: Scope) -> frozenset[str]:
        """All that an imported name may be: `if TYPE_CHECKING` may import another thing."""
        known = self.known_name(node, scope)
        if known is not None:
            return frozenset({known})
        owner = scope.owner(node.id) if isinstance(node, ast.Name) else None
        if owner is None or not isinstance(node, ast.Name):
            return frozenset()
        return frozenset(
            canonical(item.qualified) for item in owner.bindings[node.id] if item.qualified
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name of modules lies on disk; a package without an `__init__` has no file."""

    file: Path | None
    folder: Path | None
    is_bundled: bool = False


@dataclass
class Library:
    """Modules by name, on the folders `roots`, the first that has it."""

    roots: tuple[Path, ...]
    trees: Trees = field(default_factory=Trees, repr=False)
    modules: dict[str, Module | None] = field(default_factory=dict, repr=False)
    glimpses: dict[str, Glimpse | None] = field(default_factory=dict, repr=False)
    _places: dict[str, _Place | None] = field(default_factory=dict, repr=False)
    # For each name that was looked for, the paths where it was not.
    _missed: dict[str, tuple[Path, ...]] = field(default_factory=dict, repr=False)
    _folders: dict[Path, frozenset[str]] = field(default_factory=dict, repr=False)

    def module(self, name: str, asked_by: Module | None = None) -> Module | None:
        """The module of this name, or None if there is none that can be read."""
        if asked_by is not None:
            asked_by.asked.add(name)
        if name not in self.modules:
            place = self._place(name)
            if place is None:
                self.modules[name] = None
            elif place.is_bundled:
                self.modules[name] = _bundled(self, name)
            else:
                self.modules[name] = None if place.file is None else _read(self, name, place.file)
        return self.modules[name]

    def has(self, name: str) -> bool:
        """Whether there is a module, or a folder of modules, of this name."""
        return self._place(name) is not None

    def file(self, name: str) -> Path | None:
        """The file of the module of this name, if it is in one of the folders."""
        place = self._place(name)
        return None if place is None else place.file

    def lookup(self, name: str, asked_by: Module) -> Target | None:
        """What a full name leads to, through re-exports."""
        return self._lookup(name, asked_by, _MAX_HOPS)

    def follow(
        self, module: Module, node: ast.expr, scope: Scope, hops: int = _MAX_HOPS
    ) -> Target | None:
        """What an expression of names and attributes leads to."""
        if hops <= 0:
            return None
        if isinstance(node, ast.Attribute):
            base = self.follow(module, node.value, scope, hops - 1)
            return self._attribute(base, node.attr, module, hops)
        if not isinstance(node, ast.Name):
            return None
        owner = scope.owner(node.id)
        if owner is None:
            return self._unbound(module, node.id, hops)
        return self._bound(module, owner, node.id, hops)

    def consulted(self, module: Module) -> Consulted:
        """Where everything came from that was asked on behalf of a module."""
        present: set[Path] = set()
        absent: set[Path] = set()
        seen: set[str] = set()
        pending = list(module.asked)
        while pending:
            name = pending.pop()
            if name in seen:
                continue
            seen.add(name)
            absent.update(self._missed.get(name, ()))
            found = self.modules.get(name)
            if found is not None:
                if found.path is not None:
                    present.add(found.path)
                pending.extend(found.asked)
            glimpse = self.glimpses.get(name)
            if glimpse is not None:
                present.add(glimpse.path)
                pending.extend(glimpse.asked)
        return Consulted(frozenset(present), frozenset(absent))

    def _attribute(
        self, base: Target | None, attr: str, asked_by: Module, hops: int
    ) -> Target | None:
        match base:
            case ModuleName(name=name):
                return self._lookup(f"{name}.{attr}", asked_by, hops - 1)
            case External(name=name, is_ambiguous=is_ambiguous):
                return External(f"{name}.{attr}", is_ambiguous)
            case Defined(node=ast.ClassDef() as cls):
                return _nested(base, cls, attr)
        return None

    def _bound(self, module: Module, scope: Scope, name: str, hops: int) -> Target | None:
        if hops <= 0:
            return None
        bindings = scope.bindings[name]
        # `if TYPE_CHECKING: from x import A` with `else: A = None`, and the like: what is
        # imported or defined counts, if it is one thing.
        certain = [item for item in bindings if not _is_placeholder(item.definition)]
        imported = {canonical(item.qualified) for item in certain if item.qualified}
        if len(imported) == 1 and all(item.qualified for item in certain):
            qualified = next(item.qualified for item in certain if item.qualified)
            return self._imported(qualified, module, hops - 1)
        if len(certain) != 1 or certain[0].definition is None:
            is_exported = scope is module.names.module
            name = f"{module.name}.{name}"
            return External(name, is_ambiguous=True) if is_exported else None
        node = certain[0].definition
        if isinstance(node, ast.Name | ast.Attribute):
            return self.follow(module, node, scope, hops - 1)
        return Defined(f"{module.name}.{name}", node, module, scope)

    def _imported(self, name: str, asked_by: Module, hops: int) -> Target | None:
        """What `from a.b import c` binds: `a.b` is a module, whatever else `a` binds to `b`."""
        prefix, _, last = name.rpartition(".")
        if prefix and prefix.partition(".")[0] not in _OPAQUE:
            module = self.module(prefix, asked_by)
            if module is not None and _binds(module, last, name):
                return self._within(module, [last], hops)
        return self._lookup(name, asked_by, hops)

    def _unbound(self, module: Module, name: str, hops: int) -> Target | None:
        """What a name means that a module does not bind: a star import's, or a builtin."""
        if module.names.star_imports:
            found = self._starred(module, name, hops)
            return None if isinstance(found, External) else found
        public = module.names.qualified_from(ast.Name(name), module.names.module)
        return None if public is None else External(public)

    def _lookup(self, name: str, asked_by: Module, hops: int) -> Target | None:
        first, *rest = name.split(".")
        if hops <= 0:
            return None
        if first in _OPAQUE:
            return External(name)
        module, prefix = self.module(first, asked_by), first
        if self._places[first] is None:
            return External(name)
        for position, part in enumerate(rest):
            inner = f"{prefix}.{part}"
            # What a package binds comes before its modules, as in Python; but often it binds
            # nothing else than the module itself.
            if module is not None and _binds(module, part, inner):
                return self._within(module, rest[position:], hops)
            found = self.module(inner, asked_by)
            if self._places[inner] is None:
                return None if module is None else self._within(module, rest[position:], hops)
            module, prefix = found, inner
        return ModuleName(name)

    def _within(self, module: Module, names: list[str], hops: int) -> Target | None:
        """What names and attributes mean inside a module."""
        name, *rest = names
        if name in module.names.module.bindings:
            found = self._bound(module, module.names.module, name, hops - 1)
        else:
            found = self._starred(module, name, hops)
        for attr in rest:
            found = self._attribute(found, attr, module, hops - 1)
        return found

    def _starred(self, module: Module, name: str, hops: int) -> Target | None:
        """A name that a module gets from a star import; else all that is known is the name."""
        for star in module.names.star_imports:
            found = None if star is None else self._lookup(f"{star}.{name}", module, hops - 1)
            if isinstance(found, Defined | ModuleName):
                return found
        return External(f"{module.name}.{name}")

    def _place(self, name: str) -> _Place | None:
        if name not in self._places:
            package, _, last = name.rpartition(".")
            if package:
                outer = self._place(package)
                if outer is not None and outer.is_bundled:
                    return self._outlined(name)
                folder = None if outer is None else outer.folder
                folders: tuple[Path, ...] = () if folder is None else (folder,)
            else:
                folders = self.roots
            found = self._search(name, last, folders)
            self._places[name] = found if package or found else self._outlined(name)
        return self._places[name]

    def _outlined(self, name: str) -> _Place | None:
        """A module that is bundled with treelint, where the package is not installed."""
        is_known = name in bundled.outlines(name.partition(".")[0])
        self._places[name] = _Place(None, None, is_bundled=True) if is_known else None
        return self._places[name]

    def _search(self, name: str, last: str, folders: tuple[Path, ...]) -> _Place | None:
        missed: list[Path] = []
        found: _Place | None = None
        for folder in folders:
            entries = self._entries(folder)
            package = folder / last
            if last in entries:
                inside = self._entries(package)
                file = next(
                    (f"__init__{end}" for end in _SUFFIXES if f"__init__{end}" in inside), ""
                )
                if file:
                    found = _Place(package / file, package)
                    break
                # Without an `__init__` it counts only if no later folder has more.
                found = found or (_Place(None, package) if inside else None)
            file = next((last + end for end in _SUFFIXES if last + end in entries), "")
            if file:
                found = _Place(folder / file, None)
                break
            missed += [package / "__init__.py", folder / f"{last}.py"]
        self._missed[name] = tuple(missed)
        return found

    def _entries(self, folder: Path) -> frozenset[str]:
        if folder not in self._folders:
            try:
                # Names only, and many of them: no path for each.
                self._folders[folder] = frozenset(os.listdir(folder))  # noqa: PTH208
            except OSError:
                self._folders[folder] = frozenset()
        return self._folders[folder]


def _read(library: Library, name: str, path: Path) -> Module | None:
    data = library.trees.read(path)
    source = data if isinstance(data, Failure) else decode(data, str(path))
    tree = source if isinstance(source, Failure) else library.trees.parse(source)
    if isinstance(tree, Failure | ParseFailure):
        return None  # checked in its own right, if it is the user's
    return _module(library, name, path, tree, is_package=path.stem == "__init__")


def _bundled(library: Library, name: str) -> Module:
    tree = ast.parse(bundled.outlines(name.partition(".")[0])[name])
    return _module(library, name, None, tree, is_package=bundled.is_package(name))


def _module(
    library: Library, name: str, path: Path | None, tree: ast.Module, *, is_package: bool
) -> Module:
    package = name if is_package else name.rpartition(".")[0] or None
    return Module(name, path, outline(tree, package), tree, library, is_outline=True)


def _binds(module: Module, name: str, inner: str) -> bool:
    """Whether a package gives a name another meaning than the module of that name in it."""
    bindings = module.names.module.bindings.get(name, ())
    return any(binding.qualified != inner for binding in bindings)


def _nested(outer: Defined, cls: ast.ClassDef, name: str) -> Target | None:
    """A class inside a class."""
    inner = [item for item in cls.body if isinstance(item, ast.ClassDef) and item.name == name]
    if len(inner) != 1:
        return None
    return Defined(f"{outer.name}.{name}", inner[0], outer.module, outer.scope)


def _is_placeholder(node: ast.AST | None) -> bool:
    """`X = None` and `X = Any`, which stand where the real thing cannot be imported."""
    match node:
        case ast.Constant(value=None):
            return True
        case ast.Name(id="Any" | "object"):
            return True
    return False
