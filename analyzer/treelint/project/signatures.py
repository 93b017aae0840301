"""Which arguments a function, a class or a callable object takes, by place and by name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.project.attributes import OfMember, attribute
from treelint.project.classes import MemberKind, TreeKind
from treelint.project.types import ClassObject, Function, Instance, Type
from treelint.records import dataclass, replace

if TYPE_CHECKING:
    from treelint.project.classes import ClassInfo
    from treelint.project.inference import Inference

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_KEYWORD_ONLY_MARK = "dataclasses.KW_ONLY"
# Classes whose constructor is made from their fields as equinox makes it, or as Python does.
_MADE_FROM_FIELDS = {TreeKind.MODULE, TreeKind.NAMED_TUPLE}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, and the ways in which it can be given."""

    name: str
    by_place: bool
    by_name: bool
    is_required: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of something that can be called, under the name that it goes by.

    `refused` are keywords that are given already, and raise if they are given again.
    """

    name: str
    parameters: tuple[Parameter, ...]
    more_by_place: bool = False
    more_by_name: bool = False
    refused: frozenset[str] = frozenset()

    @property
    def by_place(self) -> tuple[Parameter, ...]:
        """The parameters that positional arguments go to, in order."""
        return tuple(parameter for parameter in self.parameters if parameter.by_place)

    def named(self, name: str) -> Parameter | None:
        """The parameter that a keyword argument goes to."""
        for parameter in self.parameters:
            if parameter.name == name and parameter.by_name:
                return parameter
        return None


def signature_of(inference: Inference, type_: Type) -> Signature | None:
    """The signature of what has this type; None where it is not known for certain."""
    match type_:
        case Function():
            return _of_function(type_)
        case ClassObject(cls=cls, is_exact=True):
            return _of_class(cls)
        case Instance(cls=cls, is_exact=True):
            called = attribute(inference, type_, "__call__")
            if isinstance(called, OfMember) and isinstance(called.type, Function):
                found = _of_function(called.type)
                return None if found is None else replace(found, name=cls.short_name)
    return None


def _of_function(function: Function) -> Signature | None:
    is_method = function.bound is not None
    if is_method and not _is_exact(function.bound):
        return None  # a subclass may take more
    name = function.name
    if function.owner is not None:
        name = f"{function.owner.short_name}.{name}"
        if function.node not in function.owner.node.body:
            return None  # under a condition: for type checkers only, or for some versions
    return _of_arguments(name, function.node.args, skips_first=is_method)


def _is_exact(bound: Type | None) -> bool:
    return isinstance(bound, Instance | ClassObject) and bound.is_exact


def _of_arguments(name: str, arguments: ast.arguments, *, skips_first: bool) -> Signature | None:
    positional = [*arguments.posonlyargs, *arguments.args]
    first_with_default = len(positional) - len(arguments.defaults)
    parameters = [
        Parameter(
            item.arg,
            by_place=True,
            by_name=index >= len(arguments.posonlyargs),
            is_required=index < first_with_default,
        )
        for index, item in enumerate(positional)
    ]
    if skips_first:
        if not parameters and arguments.vararg is None:
            return None
        parameters = parameters[1:]
    for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        parameters.append(
            Parameter(item.arg, by_place=False, by_name=True, is_required=default is None)
        )
    return Signature(
        name,
        tuple(parameters),
        more_by_place=arguments.vararg is not None,
        more_by_name=arguments.kwarg is not None,
    )


def _of_class(cls: ClassInfo) -> Signature | None:
    """The signature of a class's constructor."""
    if not cls.is_complete or cls.member("__new__") is not None:
        return None
    if any(keyword.arg != "strict" for item in cls.mro for keyword in item.node.keywords):
        return None  # a metaclass, or an argument to one that is not known
    if cls.kind in _MADE_FROM_FIELDS and _has_constructor_of_fields(cls):
        return _of_fields(cls)
    init = cls.member("__init__")
    is_certain = cls.kind in {TreeKind.MODULE, TreeKind.ORDINARY, TreeKind.CUSTOM}
    if init is None or not is_certain or init.kind is not MemberKind.METHOD:
        return None
    if not isinstance(init.node, _Function) or init.node not in init.owner.node.body:
        return None
    return _of_arguments(cls.short_name, init.node.args, skips_first=True)


def _has_constructor_of_fields(cls: ClassInfo) -> bool:
    """Whether the constructor takes the fields: a class inherits one that a base wrote out."""
    if "__init__" in cls.own_members:
        return False
    for base in cls.mro[1:]:
        if base.kind in _MADE_FROM_FIELDS:
            return _has_constructor_of_fields(base)
        if "__init__" in base.own_members:
            return False
    return True


def _of_fields(cls: ClassInfo) -> Signature | None:
    given = {field.name for item in cls.mro for field in item.own_fields.values()}
    if given != cls.fields.keys():
        return None  # one is hidden by another attribute, which may be its default
    parameters: list[Parameter] = []
    for field in cls.fields.values():
        mark = field.owner.module.known_name(field.annotation, field.owner.outside)
        if mark == _KEYWORD_ONLY_MARK or field.is_static is None or field.is_abstract:
            return None
        if field.is_init:
            parameters.append(
                Parameter(
                    field.name,
                    by_place=not field.is_keyword_only,
                    by_name=True,
                    is_required=not field.has_default,
                )
            )
    return Signature(cls.short_name, tuple(parameters))
