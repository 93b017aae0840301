"""Calls of functions that are written out: which function, and what is given for a parameter."""

from __future__ import annotations

import ast
import enum
from typing import TYPE_CHECKING

from treelint.codemods.callers.forms import Form, UnclearError, form_of
from treelint.codemods.finding.places import type_of
from treelint.project.types import ClassObject, Function, Instance, without_none
from treelint.records import dataclass, field

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.project.classes import Member
    from treelint.project.types import Type

# Decorators that leave calls as they are.
_TRANSPARENT = frozenset(
    {"abc.abstractmethod", "typing.override", "typing_extensions.override", "typing.final"}
)


class Kind(enum.Enum):
    """How a function gets its arguments."""

    FUNCTION = "function"
    METHOD = "method"
    STATIC_METHOD = "static method"
    CLASS_METHOD = "class method"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function that is written out; of a method it may be the first, `self`."""

    file: FileIndex = field(repr=False)
    function: ast.FunctionDef
    name: str
    is_self: bool


@dataclass(frozen=True, slots=True)
class Called:
    """The function that a call runs, or a method that stands for those that override it."""

    file: FileIndex = field(repr=False)
    function: ast.FunctionDef


def kind_of(file: FileIndex, function: ast.FunctionDef) -> Kind:
    """Whether a function is a method, and of which kind; raise if a decorator changes it."""
    kind = Kind.METHOD if isinstance(file.parents[function], ast.ClassDef) else Kind.FUNCTION
    for decorator in function.decorator_list:
        name = file.names.qualified_name(decorator)
        if kind is not Kind.FUNCTION and name == "builtins.staticmethod":
            kind = Kind.STATIC_METHOD
        elif kind is not Kind.FUNCTION and name == "builtins.classmethod":
            kind = Kind.CLASS_METHOD
        elif kind is Kind.FUNCTION or name not in _TRANSPARENT:
            msg = f"`{function.name}` is decorated, so that its callers are not known"
            raise UnclearError(msg)
    return kind


def called(file: FileIndex, call: ast.Call) -> Called | None:
    """The function of the project that a call certainly runs."""
    function = call.func
    receiver = without_none(type_of(file, function))
    if isinstance(receiver, Instance):
        return _as_called(file, receiver.cls.member("__call__"))
    if isinstance(function, ast.Name):
        definition = file.names.definition(function)
        if isinstance(definition, ast.FunctionDef):
            return Called(file, definition)
    elif not isinstance(function, ast.Attribute):
        return None
    else:
        above = method_calling_super(file, call)
        if above is not None:
            cls = file.types.class_around(above)
            bases = () if cls is None or not cls.is_complete else cls.mro[1:]
            found = (base.own_members.get(function.attr) for base in bases)
            return _as_called(file, next(filter(None, found), None))
        receiver = without_none(type_of(file, function.value))
        if isinstance(receiver, Instance | ClassObject):
            return _as_called(file, receiver.cls.member(function.attr))
    return _written(file, file.types.of(function))


def _as_called(file: FileIndex, member: Member | None) -> Called | None:
    if member is None or not isinstance(member.node, ast.FunctionDef):
        return None
    owner = member.owner
    return _written(file, Function(member.node, owner.module, owner.outside, owner=owner))


def _written(file: FileIndex, function: Type) -> Called | None:
    """A function as the file has it that it is written in."""
    if not isinstance(function, Function) or not isinstance(function.node, ast.FunctionDef):
        return None
    if function.module is file.module:
        return Called(file, function.node)
    # Loaded here: most files are alone.
    from treelint.codemods.callers.other_files import definition

    found = definition(file, function)
    return None if found is None else Called(*found)


def is_bound(file: FileIndex, call: ast.Call, kind: Kind) -> bool:
    """Whether a method gets its first argument from what stands before the dot."""
    if kind is Kind.CLASS_METHOD:
        return True
    if kind is not Kind.METHOD or not isinstance(call.func, ast.Attribute):
        return False
    return not isinstance(file.types.of(call.func.value), ClassObject)


def method_calling_super(file: FileIndex, call: ast.AST) -> ast.FunctionDef | None:
    """The method that `super().method()` stands in."""
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name() as name, args=[]))):
            if file.names.qualified_name(name) != "builtins.super":
                return None
            for outer in file.ancestors(call):
                if isinstance(outer, ast.FunctionDef):
                    is_method = isinstance(file.parents[outer], ast.ClassDef)
                    return outer if is_method and outer.args.args else None
                if isinstance(outer, ast.Lambda | ast.ClassDef | ast.AsyncFunctionDef):
                    return None
    return None


def is_called_itself(file: FileIndex, call: ast.Call) -> bool:
    """Whether an object is called, rather than a method of it."""
    return isinstance(without_none(type_of(file, call.func)), Instance)


def argument_of(file: FileIndex, parameter: Parameter, call: ast.Call) -> ast.expr | None:
    """What a call gives for a parameter; None if that is the default, which is a constant."""
    function = parameter.function
    shown = f"`{parameter.name}`"
    kind = kind_of(parameter.file, function)
    is_object = kind is Kind.METHOD and is_called_itself(file, call)
    names = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
    if is_object or is_bound(file, call, kind):
        if names[:1] == [parameter.name]:
            if is_object:
                return call.func
            if not isinstance(call.func, ast.Attribute):
                msg = f"`{function.name}` is called in a way that is not followed"
                raise UnclearError(msg)
            above = method_calling_super(file, call)
            # The object is that of the method around.
            return (
                call.func.value if above is None else ast.Name(above.args.args[0].arg, ast.Load())
            )
        names = names[1:]
    for name, item in zip(names, call.args, strict=False):
        if isinstance(item, ast.Starred):
            break
        if name == parameter.name:
            return item
    starred = any(isinstance(item, ast.Starred) for item in call.args)
    for keyword in call.keywords:
        if keyword.arg == parameter.name:
            return keyword.value
        starred = starred or keyword.arg is None
    if starred or not _has_plain_default(function, parameter.name):
        msg = f"it is not plain what a call gives for {shown}"
        raise UnclearError(msg)
    return None


def _has_plain_default(function: ast.FunctionDef, name: str) -> bool:
    """Whether a parameter has a default that no call can change."""
    given = function.args
    by_place = [*given.posonlyargs, *given.args]
    defaults: dict[str, ast.expr | None] = {}
    if given.defaults:
        last = by_place[-len(given.defaults) :]
        defaults |= {item.arg: value for item, value in zip(last, given.defaults, strict=True)}
    defaults |= {
        item.arg: value for item, value in zip(given.kwonlyargs, given.kw_defaults, strict=True)
    }
    return isinstance(defaults.get(name), ast.Constant)


def plain_form(function: ast.FunctionDef) -> Form | None:
    """What a function returns; None if that is not the same wherever it ends."""
    try:
        return form_of(function)
    except UnclearError:
        return None
