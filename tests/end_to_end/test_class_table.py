"""What the class table reads from source is what the imported classes are."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import equinox as eqx
import pytest

from treelint.project.class_reader import class_of
from treelint.project.classes import ClassInfo, MemberKind, TreeKind
from treelint.project.library import Defined
from treelint.project.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

PACKAGES = ["equinox", "diffrax", "lineax", "optimistix", "optax", "chex"]
# Kinds that are told by a base class: for them the real class can be asked.
EXPECTED = {True: {TreeKind.MODULE}, False: set(TreeKind) - {TreeKind.MODULE}}


def modules(package: str) -> Iterator[ModuleType]:
    top = importlib.import_module(package)
    yield top
    for found in pkgutil.walk_packages(getattr(top, "__path__", []), f"{package}."):
        if "test" in found.name or found.name.endswith("__main__"):
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                yield importlib.import_module(found.name)
            except ImportError:
                continue  # it needs a package that is not installed here


def classes(package: str) -> Iterator[tuple[type, str]]:
    """The classes of a package, each with a full name that leads to it."""
    for module in modules(package):
        for name, value in vars(module).items():
            is_own = isinstance(value, type) and value.__module__ == module.__name__
            if is_own and value.__qualname__ == name:
                yield value, f"{module.__name__}.{name}"


def read(project: Project, name: str) -> ClassInfo | None:
    library = project.library(Path("/nowhere"))
    package = library.module(name.partition(".")[0])
    assert package is not None
    target = library.lookup(name, package)
    return class_of(target) if isinstance(target, Defined) else None


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("is_bare", [False, True], ids=["installed", "bundled"])
def test_classes(package: str, is_bare: bool) -> None:
    project = Project(root=Path("/nowhere"), is_bare=is_bare)
    seen = 0
    for cls, name in classes(package):
        info = read(project, name)
        if info is None:
            # Defined twice, or under a condition: then nothing is known, which is fine.
            continue
        seen += 1
        assert info.kind in EXPECTED[issubclass(cls, eqx.Module)], name
        if info.kind.has_fields:
            compare_fields(cls, info)
        compare_members(cls, info)
    assert seen >= 3


def compare_fields(cls: type, info: ClassInfo) -> None:
    if info.kind is TreeKind.NAMED_TUPLE:
        assert list(info.fields) == list(getattr(cls, "_fields", ())), info.name
        return
    real = {field.name: field for field in dataclasses.fields(cls)}
    if info.is_complete:
        given = [name for name, field in info.fields.items() if not field.is_abstract]
        assert given == list(real), info.name
    for name, field in info.fields.items():
        # An abstract field is declared, and no field until a subclass gives it.
        if name not in real:
            assert field.is_abstract or not info.is_complete, (info.name, name)
            continue
        metadata = real[name].metadata
        is_static = bool(metadata.get("static", not metadata.get("pytree_node", True)))
        assert field.is_static in {is_static, None}, (info.name, name)
        assert field.is_init == real[name].init, (info.name, name)
        assert field.is_converted == ("converter" in metadata), (info.name, name)


KINDS = {
    MemberKind.PROPERTY: lambda value: hasattr(value, "__get__") and not callable(value),
    MemberKind.CLASS_METHOD: lambda value: isinstance(value, classmethod),
    MemberKind.STATIC_METHOD: lambda value: isinstance(value, staticmethod),
    MemberKind.CLASS: lambda value: isinstance(value, type),
}


def compare_members(cls: type, info: ClassInfo) -> None:
    for name, member in info.own_members.items():
        if name not in vars(cls) or name.startswith("__"):
            continue
        check = KINDS.get(member.kind)
        if check is not None:
            assert check(vars(cls)[name]), (info.name, name, member.kind)
    if info.is_complete and info.kind is TreeKind.MODULE:
        base = {name for one in cls.__mro__ if one.__module__ == "builtins" for name in vars(one)}
        for name in dir(cls):
            is_known = name in info.fields or info.member(name) or name in base
            assert is_known or name.startswith("_"), (info.name, name)
