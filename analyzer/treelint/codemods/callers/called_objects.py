"""Objects that are called themselves: whether each call of them can be seen."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.forms import UnclearError
from treelint.codemods.callers.other_files import is_named_elsewhere, path_of
from treelint.codemods.finding.places import type_of
from treelint.codemods.holders.freshness import is_unchangeable
from treelint.fullnames import TREE_AT
from treelint.project.types import (
    CALLABLE,
    NONE,
    UNKNOWN,
    ClassObject,
    Function,
    Imported,
    Instance,
    alternatives,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

# Packages whose functions call nothing that they are given.
_COMPUTING = ("jax.nn.", "jax.numpy.", "jax.random.", "math.", "numpy.")
_LOOKING = frozenset(
    f"builtins.{name}"
    for name in ("abs", "bool", "float", "int", "isinstance", "len", "print", "range", "repr")
) | {"copy.deepcopy"}


def check_calls_are_seen(file: FileIndex, cls: ClassInfo) -> None:
    """Raise if an object of a class may be called where that is not told by its type."""
    names = (cls.short_name, path_of(file).stem)
    if any(is_named_elsewhere(file, name) for name in names):
        msg = f"objects of {cls.short_name} may be called in other files"
        raise UnclearError(msg)
    for call in file.nodes(ast.Call):
        shown = ast.unparse(call.func)
        if _may_be_any_object(file, call.func):
            msg = f"`{shown}` may be called, and be a {cls.short_name}"
            raise UnclearError(msg)
        if _may_call_what_it_gets(file, call):
            msg = f"`{shown}` may call the {cls.short_name} that it gets"
            raise UnclearError(msg)


def _may_be_any_object(file: FileIndex, function: ast.expr) -> bool:
    """Whether it is not known what is called."""
    members = alternatives(type_of(file, function))
    if any(member is CALLABLE for member in members):
        return True
    if UNKNOWN not in members or file.names.qualified_name(function) is not None:
        return False
    if isinstance(function, ast.Attribute):
        # A method of something else, unless it may be an attribute that is assigned here.
        return function.attr in file.once(_attributes)
    definition = file.names.definition(function)
    return not isinstance(definition, ast.FunctionDef | ast.ClassDef)


def _attributes(file: FileIndex) -> frozenset[str]:
    """The attributes and fields of the file that may hold an object which can be called."""
    return frozenset(_assigned(file))


def _assigned(file: FileIndex) -> Iterator[str]:
    for attribute in file.nodes(ast.Attribute):
        if not isinstance(attribute.ctx, ast.Load) and not is_unchangeable(
            type_of(file, attribute)
        ):
            yield attribute.attr
    for cls in file.nodes(ast.ClassDef):
        for statement in cls.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                    if not is_unchangeable(file.types.annotation(annotation)):
                        yield name
                case ast.Assign(targets=targets):
                    yield from (item.id for item in targets if isinstance(item, ast.Name))


def _may_call_what_it_gets(file: FileIndex, call: ast.Call) -> bool:
    """Whether a function that is not of this file gets something that it may call."""
    name = file.names.qualified_name(call.func) or ""
    if name in TREE_AT or name in _LOOKING or name.startswith(_COMPUTING):
        return False
    members = [item for item in alternatives(type_of(file, call.func)) if item is not NONE]
    if members and all(_is_of_file(file, member) for member in members):
        return False
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(not is_unchangeable(type_of(file, argument)) for argument in arguments)


def _is_of_file(file: FileIndex, called: object) -> bool:
    match called:
        case Function(module=module, transforms=transforms):
            return module is file.module and not transforms
        case ClassObject(cls=cls) | Instance(cls=cls):
            return cls.module is file.module
        case Imported():
            return False
    return False
