"""Where a module is still being made, and its fields may be assigned."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.finding.places import type_of
from treelint.project.types import Instance, without_none

if TYPE_CHECKING:
    from collections.abc import Callable

    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

_CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__", "__setstate__"})

# Methods, each with the file that it stands in.
_Methods: TypeAlias = "list[tuple[FileIndex, ast.FunctionDef]]"


def method_of_self(file: FileIndex, name: ast.expr) -> ast.FunctionDef | None:
    """The method of a class whose `self` a name is; None if it is anything else."""
    if not isinstance(name, ast.Name):
        return None
    owner = file.names.scopes[name].owner(name.id)
    function = None if owner is None else owner.node
    if not isinstance(function, ast.FunctionDef):
        return None
    if not isinstance(file.parents[function], ast.ClassDef):
        return None
    parameters = [*function.args.posonlyargs, *function.args.args]
    return function if parameters and parameters[0].arg == name.id else None


def is_construction(file: FileIndex, method: ast.FunctionDef) -> bool:
    """Whether a method only runs while its object is made: constructors and their helpers.

    The constructor may be that of a class above or below, and stand in another file.
    """
    known = file.once(_known)
    if method not in known:
        known[method] = _only_constructs(file, method, _callers) or _only_constructs(
            file, method, _callers_anywhere
        )
    return known[method]


def _known(_: FileIndex) -> dict[ast.FunctionDef, bool]:
    return {}


def _only_constructs(
    file: FileIndex,
    method: ast.FunctionDef,
    callers_of: Callable[[FileIndex, ast.FunctionDef], _Methods | None],
) -> bool:
    """Whether the ways to a method begin in constructors, as far as the callers are asked for."""
    ways: _Methods = [(file, method)]
    asked: set[ast.FunctionDef] = set()
    is_begun = False
    for home, one in ways:
        if one in asked:
            continue
        asked.add(one)
        if one.name in _CONSTRUCTORS:
            is_begun = True
            continue
        callers = callers_of(home, one)
        if callers is None:
            return False
        ways += callers
    return is_begun


def _callers(file: FileIndex, method: ast.FunctionDef) -> _Methods | None:
    """The methods of its file that a method is called in; None if it is named elsewhere there."""
    return _callers_in(file, method.name, _class_of(file, method))


def _callers_anywhere(file: FileIndex, method: ast.FunctionDef) -> _Methods | None:
    """The same of all files of the project."""
    # Loaded here: most helpers stand beside their constructors.
    from treelint.codemods.callers.other_files import naming, other_file

    found = _callers(file, method)
    if found is None:
        return None
    for path in naming(file, method.name) or ():
        other = other_file(file, path)
        more = [] if other is None else _callers_in(other, method.name, _class_of(file, method))
        if more is None:
            return None
        found += more
    return found


def _callers_in(file: FileIndex, name: str, cls: ClassInfo | None) -> _Methods | None:
    """The methods of a file that one of a class is named in; None if it is named elsewhere."""
    found: _Methods = []
    for node in file.nodes(ast.Attribute):
        if node.attr != name:
            continue
        caller = _method_around(file, node)
        holder = _holder(file, node.value, caller)
        if holder is not None and not _are_related(holder, cls):
            continue
        if caller is None or not _are_related(_class_of(file, caller), cls):
            return None
        found.append((file, caller))
    return found


def _holder(file: FileIndex, node: ast.expr, caller: ast.FunctionDef | None) -> ClassInfo | None:
    """The class of an object, if it is known: of a method's `self`, of `super()`, by its type."""
    if isinstance(node, ast.Call) and file.names.qualified_name(node.func) == "builtins.super":
        return None if caller is None else _class_of(file, caller)
    method = method_of_self(file, node)
    if method is not None:
        return _class_of(file, method)
    type_ = without_none(type_of(file, node))
    return type_.cls if isinstance(type_, Instance) else None


def _are_related(one: ClassInfo | None, other: ClassInfo | None) -> bool:
    """Whether an object of one class may be one of the other, as far as is known."""
    if one is None or other is None:
        return False
    return one.is_subclass_of(other) or other.is_subclass_of(one)


def _class_of(file: FileIndex, method: ast.FunctionDef) -> ClassInfo | None:
    node = file.parents[method]
    return file.types.class_info(node) if isinstance(node, ast.ClassDef) else None


def _method_around(file: FileIndex, node: ast.expr) -> ast.FunctionDef | None:
    """The method that a node stands in, in none of the functions inside of it."""
    for outer in file.ancestors(node):
        if isinstance(outer, ast.FunctionDef):
            return outer if isinstance(file.parents[outer], ast.ClassDef) else None
        if isinstance(outer, ast.Lambda | ast.AsyncFunctionDef | ast.ClassDef):
            return None
    return None
