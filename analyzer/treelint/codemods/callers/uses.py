"""All calls of a function, or of a family of methods, with what they give for a parameter."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.calls import Kind, argument_of, kind_of, method_calling_super
from treelint.codemods.callers.families import class_of_method, is_of_family
from treelint.codemods.callers.forms import UnclearError
from treelint.codemods.finding.places import type_of
from treelint.project.types import (
    NONE,
    UNKNOWN,
    Array,
    ClassObject,
    Imported,
    Instance,
    Listing,
    Mapping,
    Scalar,
    alternatives,
    without_none,
)
from treelint.records import dataclass, field, replace
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.callers.calls import Parameter
    from treelint.index import FileIndex
    from treelint.project.types import Type

# Objects that have none of a file's own methods.
_FOREIGN = (Array, Imported, Listing, Mapping, Scalar)


@dataclass(frozen=True, slots=True)
class Use:
    """A call of a function: where it stands, and what it gives for the parameter.

    `argument` is None for a default, which is a constant, and for the `self` of a method that
    calls `super()`; then `of_super` is that method.
    """

    file: FileIndex = field(repr=False)
    call: ast.Call
    argument: ast.expr | None
    of_super: ast.FunctionDef | None = None


def uses_of(
    file: FileIndex, parameter: Parameter, methods: list[ast.FunctionDef]
) -> Iterator[Use]:
    """All calls of the function; raise if it may be called otherwise."""
    yield from _uses_here(file, parameter, methods)
    if parameter.is_self or kind_of(file, parameter.function) is Kind.FUNCTION:
        # Loaded here: the two ask each other.
        from treelint.codemods.callers.other_uses import uses_elsewhere

        found: dict[ast.Call, Use] = {}
        for method in methods:
            one = replace(parameter, function=method)
            found |= {use.call: use for use in uses_elsewhere(one)}
        yield from found.values()


def _uses_here(
    file: FileIndex, parameter: Parameter, methods: list[ast.FunctionDef]
) -> Iterator[Use]:
    function = parameter.function
    for node in _names_of(file, parameter, methods):
        call = file.parents[node]
        if not isinstance(call, ast.Call) or call.func is not node:
            msg = f"`{function.name}` is used otherwise than by a call"
            raise UnclearError(msg)
        if any(isinstance(outer, ast.Lambda) for outer in _around(file, call)):
            msg = f"`{function.name}` is called in a lambda"
            raise UnclearError(msg)
        around = method_calling_super(file, call)
        if around is not None and parameter.is_self:
            yield Use(file, call, None, around)
        else:
            yield Use(file, call, argument_of(file, parameter, call))


def _around(file: FileIndex, node: ast.expr) -> Iterator[ast.AST]:
    """The expressions around one."""
    for outer in file.ancestors(node):
        if isinstance(outer, ast.stmt):
            return
        yield outer


def _names_of(
    file: FileIndex, parameter: Parameter, methods: list[ast.FunctionDef]
) -> Iterator[ast.expr]:
    """Where the function is named."""
    function = parameter.function
    kind = kind_of(parameter.file, function)
    for name in file.nodes(ast.Name):
        if name.id == function.name and file.names.definition(name) in methods:
            if kind is not Kind.FUNCTION:
                msg = f"`{function.name}` is used otherwise than by a call"
                raise UnclearError(msg)
            yield name
    if kind is Kind.FUNCTION:
        return
    if function.name == "__call__":
        for call in file.nodes(ast.Call):
            receiver = without_none(type_of(file, call.func))
            if isinstance(receiver, Instance) and _is_one(file, receiver, kind, methods):
                yield call.func
    for attribute in file.nodes(ast.Attribute):
        if attribute.attr == function.name and _is_meant(file, attribute, kind, methods):
            yield attribute
    if any(
        node.value == function.name
        for node in file.nodes(ast.Constant)
        if isinstance(node.value, str)
    ):
        msg = f"`{function.name}` stands in a string"
        raise UnclearError(msg)


def _is_meant(
    file: FileIndex, node: ast.Attribute, kind: Kind, methods: list[ast.FunctionDef]
) -> bool:
    """Whether an attribute is one of the methods; raise if that is not known."""
    if file.names.qualified_name(node) is not None and not _is_own(file, node):
        return False
    receiver = type_of(file, node.value)
    around = method_calling_super(file, file.parents[node])
    cls = None if around is None else class_of_method(file, around)
    if cls is not None and cls.is_complete:
        member = next(
            (base.own_members[node.attr] for base in cls.mro[1:] if node.attr in base.own_members),
            None,
        )
        return member is not None and member.node in methods
    members = [member for member in alternatives(receiver) if member is not NONE]
    answers = {_is_one(file, member, kind, methods) for member in members}
    if len(answers) == 1 and None not in answers:
        return answers == {True}
    msg = f"it is not known what `{ast.unparse(node)}` is"
    raise UnclearError(msg)


def _is_own(file: FileIndex, node: ast.Attribute) -> bool:
    """Whether a dotted name begins with something that the file defines."""
    first: ast.expr = node
    while isinstance(first, ast.Attribute):
        first = first.value
    return any(binding.qualified is None for binding in file.names.bindings(first))


def _is_one(
    file: FileIndex, receiver: Type, kind: Kind, methods: list[ast.FunctionDef]
) -> bool | None:
    if isinstance(receiver, _FOREIGN):
        return False
    if isinstance(receiver, ClassObject):
        inside = is_of_family(file, Instance(receiver.cls), methods)
        if inside and kind is Kind.METHOD:
            msg = f"`{methods[0].name}` is called through its class"
            raise UnclearError(msg)
        return inside
    return None if receiver is UNKNOWN else is_of_family(file, receiver, methods)


def is_read(file: FileIndex, name: str) -> bool:
    """Whether a variable of this name is read anywhere."""
    return any(node.id == name for node in file.nodes(ast.Name) if isinstance(node.ctx, ast.Load))


def names_in(node: ast.AST) -> set[str]:
    """The variables that an expression reads or binds."""
    return {inner.id for inner in walk(node) if isinstance(inner, ast.Name)}
