"""The calls of a function or method in the other files of its project.

All that may be the function is either found to be a call that can be followed, or a reason to
leave the function alone.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.calls import Parameter, argument_of
from treelint.codemods.callers.forms import UnclearError
from treelint.codemods.callers.other_files import naming, other_file, path_of
from treelint.codemods.callers.uses import Use
from treelint.codemods.finding.places import type_of
from treelint.project.library import Defined, External, ModuleName
from treelint.project.types import UNKNOWN, ClassObject, Function, Imported, Instance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

# Functions that find an attribute by its name.
_LOOKING_UP = frozenset(
    {"attrgetter", "delattr", "getattr", "getattr_static", "methodcaller", "setattr"}
)


def uses_elsewhere(parameter: Parameter) -> Iterator[Use]:
    """All calls in other files; raise if there may be others that are not seen."""
    file, function = parameter.file, parameter.function
    paths = naming(file, function.name)
    if paths is None:
        msg = f"there are too many files to look for those that call `{function.name}`"
        raise UnclearError(msg)
    for path in paths:
        other = other_file(file, path)
        if other is None:
            msg = f"`{function.name}` is named in {_shown(file, path)}, which is not followed"
            raise UnclearError(msg)
        yield from _uses_in(other, parameter)


def _uses_in(other: FileIndex, parameter: Parameter) -> Iterator[Use]:
    mentions = (
        _of_method(other, parameter) if parameter.is_self else _of_function(other, parameter)
    )
    for node in mentions:
        call = other.parents[node]
        if not isinstance(call, ast.Call) or call.func is not node:
            raise _unclear(other, parameter, "is used otherwise than by a call")
        yield Use(other, call, argument_of(other, parameter, call))


def _of_function(other: FileIndex, parameter: Parameter) -> Iterator[ast.expr]:
    """Where a function of a module is named in another file, or by an alias of that file."""
    function = parameter.function
    if any(_is_in_text(other, constant, function.name) for constant in other.nodes(ast.Constant)):
        raise _unclear(other, parameter, "stands in a string")
    names = {function.name, *_other_names(other, parameter)}
    for name in other.nodes(ast.Name):
        if name.id in names and _is_function(other, name, parameter):
            yield name
    for attribute in other.nodes(ast.Attribute):
        if attribute.attr == function.name and _is_function(other, attribute, parameter):
            yield attribute


def _is_in_text(other: FileIndex, constant: ast.Constant, name: str) -> bool:
    """Whether a function may be looked up by a text: `setattr(model, "reset", ...)`."""
    text = constant.value
    if not isinstance(text, str) or text.rpartition(".")[2] != name:
        return False
    return isinstance(other.parents[constant], ast.Call | ast.keyword) or other.once(_looks_up)


def _looks_up(other: FileIndex) -> bool:
    """Whether a file asks for attributes by texts that are not written there."""
    for call in other.nodes(ast.Call):
        called = other.names.qualified_name(call.func) or ""
        if called.rpartition(".")[2] in _LOOKING_UP and not any(
            isinstance(argument, ast.Constant) for argument in call.args[:2]
        ):
            return True
    return False


def _other_names(other: FileIndex, parameter: Parameter) -> Iterator[str]:
    """What the other file calls the function: `from helpers import halve as cut`."""
    for statement in other.nodes(ast.ImportFrom):
        for item in statement.names:
            name = item.asname or item.name
            if item.name != parameter.function.name or name == item.name:
                continue
            # A third file may have it from there.
            if naming(other, name) != ():
                raise _unclear(other, parameter, "is passed on by another name")
            yield name


def _is_function(other: FileIndex, node: ast.Name | ast.Attribute, parameter: Parameter) -> bool:
    type_ = other.types.of(node)
    if isinstance(type_, Function):
        return _is_written_as(type_, parameter)
    first = node
    while isinstance(first, ast.Attribute) and isinstance(first.value, ast.Name | ast.Attribute):
        first = first.value
    if not isinstance(first, ast.Name):
        if type_ is UNKNOWN and _imports_by_text(other):
            raise _unclear(other, parameter, f"may be `{ast.unparse(node)}`")
        return False
    # What is no import is an object of its own: the function itself would be named for it.
    found = other.module.find(node, other.names.scopes[first])
    match found:
        case Defined(node=ast.FunctionDef() as defined, module=module):
            return _is_written_as(Function(defined, module, found.scope), parameter)
        case External(is_ambiguous=True):
            raise _unclear(other, parameter, "may be one of several things")
        case External(name=name) if name.endswith(f"{_stem(parameter)}.{parameter.function.name}"):
            raise _unclear(other, parameter, f"may be what is imported as `{name}`")
    if found is None and _imports_by_text(other):
        raise _unclear(other, parameter, f"may be `{ast.unparse(node)}`")
    return False


def _imports_by_text(other: FileIndex) -> bool:
    """Whether a variable of the file may be a module that no import names."""
    names = {node.id for node in other.nodes(ast.Name)}
    attributes = {node.attr for node in other.nodes(ast.Attribute)}
    return bool({"__import__", "importlib", "import_module"} & names) or "modules" in attributes


def _of_method(other: FileIndex, parameter: Parameter) -> Iterator[ast.expr]:
    """Where a method is named in another file."""
    name = parameter.function.name
    if any(_is_in_text(other, constant, name) for constant in other.nodes(ast.Constant)):
        raise _unclear(other, parameter, "stands in a string")
    functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = [
        *other.nodes(ast.FunctionDef),
        *other.nodes(ast.AsyncFunctionDef),
    ]
    for function in functions:
        if function.name == name and _is_of_heir(other, function, parameter):
            raise _unclear(other, parameter, "is defined again")
    for attribute in other.nodes(ast.Attribute):
        if attribute.attr == name and _is_method(other, attribute, parameter):
            yield attribute


def _is_of_heir(
    other: FileIndex, function: ast.FunctionDef | ast.AsyncFunctionDef, parameter: Parameter
) -> bool:
    """Whether a function is, or may be, a method of a class that derives from the method's."""
    node = other.parents[function]
    cls = other.types.class_info(node) if isinstance(node, ast.ClassDef) else None
    if cls is None:
        return isinstance(node, ast.ClassDef)
    return not cls.is_complete or any(is_class_of(base, parameter) for base in cls.mro)


def _is_method(other: FileIndex, attribute: ast.Attribute, parameter: Parameter) -> bool:
    receiver = attribute.value
    type_ = type_of(other, receiver)
    match type_:
        case Instance(cls=cls):
            if not any(is_class_of(base, parameter) for base in cls.mro):
                if cls.is_complete:
                    return False
                raise _too_little_known(other, attribute, parameter)
            if parameter.function.returns is not None and not is_class_of(cls, parameter):
                raise _unclear(other, parameter, f"is called on a {cls.short_name}")
            return True
        case ClassObject(cls=cls):
            if any(is_class_of(base, parameter) for base in cls.mro):
                raise _unclear(other, parameter, "is taken from its class")
            return False
        case Function() | Imported():
            return False
    if type_ is not UNKNOWN or _is_imported(other, receiver):
        return False
    raise _too_little_known(other, attribute, parameter)


def _is_imported(other: FileIndex, node: ast.expr) -> bool:
    """Whether something is a module, or a thing in another package."""
    first = node
    while isinstance(first, ast.Attribute):
        first = first.value
    if not isinstance(first, ast.Name):
        return False
    found = other.module.find(node, other.names.scopes[first])
    return isinstance(found, ModuleName | External)


def _too_little_known(
    other: FileIndex, attribute: ast.Attribute, parameter: Parameter
) -> UnclearError:
    what = f"may be `{ast.unparse(attribute)}`, of which too little is known"
    return _unclear(other, parameter, what)


def is_class_of(cls: ClassInfo, parameter: Parameter) -> bool:
    """Whether a class is the one whose method it is, maybe as another file sees it."""
    own = parameter.file.parents[parameter.function]
    if cls.node is own:
        return True
    if not isinstance(own, ast.ClassDef) or cls.module.path != path_of(parameter.file):
        return False
    # By name, as the file may have been changed since the other one has read it.
    return cls.short_name == own.name


def _is_written_as(found: Function, parameter: Parameter) -> bool:
    """Whether a function is the one in question, or may be, by another reading of its file."""
    is_of_file = found.module.path == path_of(parameter.file)
    return found.node is parameter.function or (
        is_of_file and found.name == parameter.function.name
    )


def _stem(parameter: Parameter) -> str:
    path = path_of(parameter.file)
    return path.parent.name if path.stem == "__init__" else path.stem


def _unclear(other: FileIndex, parameter: Parameter, what: str) -> UnclearError:
    where = _shown(parameter.file, path_of(other))
    return UnclearError(f"in {where} `{parameter.function.name}` {what}")


def _shown(file: FileIndex, path: Path) -> str:
    folder = file.neighbours.folder(path_of(file).parent)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
