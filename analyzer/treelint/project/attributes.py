"""What an attribute of a value is: a field, another member, or nothing at all."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.project.annotations import annotated
from treelint.project.classes import Field, Member, MemberKind, TreeKind
from treelint.project.results import ARRAY_ATTRIBUTES, ARRAY_SCALARS
from treelint.project.types import (
    UNKNOWN,
    Array,
    ClassObject,
    Function,
    Imported,
    Instance,
    Listing,
    ListingKind,
    Scalar,
    Type,
    Union,
    join,
)
from treelint.project.well_known import BUILT_IN_MEMBERS
from treelint.records import dataclass
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.project.classes import ClassInfo
    from treelint.project.inference import Inference


@dataclass(frozen=True, slots=True)
class OfField:
    """A field of a tree, or of a dataclass."""

    type: Type
    field: Field


@dataclass(frozen=True, slots=True)
class OfMember:
    """A method, a property, a class variable."""

    type: Type
    member: Member


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no such attribute, for certain."""

    name: str
    cls: ClassInfo

    @property
    def type(self) -> Type:
        """Nothing: reading it raises."""
        return UNKNOWN

    @property
    def near(self) -> tuple[str, ...]:
        """The fields that are spelt alike, the nearest first."""
        # Loaded here: most names are right.
        import difflib

        return tuple(difflib.get_close_matches(self.name, self.cls.fields, n=3))


@dataclass(frozen=True, slots=True)
class Other:
    """Something else; all that can be said is its type."""

    type: Type


Attribute: TypeAlias = OfField | OfMember | Missing | Other
_NOTHING = Other(UNKNOWN)


def attribute(inference: Inference, type_: Type, name: str) -> Attribute:
    """What `value.name` is for a value of this type."""
    match type_:
        case Instance():
            return _of_instance(inference, type_, name)
        case ClassObject(cls=cls):
            return _of_class(inference, cls, name)
        case Array():
            return Other(_of_array(type_, name))
        case Imported(name=module):
            return Other(Imported(f"{module}.{name}"))
        case Union(members=members):
            return Other(join(attribute(inference, member, name).type for member in members))
    return _NOTHING


def field_type(field: Field) -> Type:
    """The type of a field by its annotation, which is that of what a converter returns."""
    owner = field.owner
    if field.name not in owner.field_types:
        found = annotated(field.annotation, owner.module, owner.outside, owner)
        owner.field_types[field.name] = found
    return owner.field_types[field.name]


def _of_instance(inference: Inference, instance: Instance, name: str) -> Attribute:
    cls = instance.cls
    fields = cls.fields
    if name in instance.replaced and name in fields:
        return OfField(UNKNOWN, fields[name])
    if name in fields:
        known = dict(instance.known).get(name, UNKNOWN)
        type_ = field_type(fields[name]) if known is UNKNOWN else known
        return OfField(type_, fields[name])
    member = cls.member(name)
    if member is not None:
        return OfMember(_member_type(inference, member, instance), member)
    return _absent(cls, name)


def _absent(cls: ClassInfo, name: str) -> Attribute:
    is_built_in = name.startswith("__") or name in BUILT_IN_MEMBERS.get(cls.kind, ())
    if is_built_in or cls.answers_any_attribute or not cls.kind.has_fields:
        return _NOTHING
    # A method may have set what is no field; an equinox module would refuse.
    if cls.kind is not TreeKind.MODULE and any(_sets(base.node, name) for base in cls.mro):
        return _NOTHING
    return Missing(name, cls)


def _sets(cls: ast.ClassDef, name: str) -> bool:
    """Whether something in a class assigns to an attribute of this name, or to any."""
    for node in walk(cls):
        match node:
            case ast.Attribute(attr=attr, ctx=ast.Store()) if attr == name:
                return True
            case ast.Attribute(attr="__setattr__" | "__dict__") | ast.Name(id="setattr" | "vars"):
                return True
    return False


def _member_type(inference: Inference, member: Member, instance: Instance) -> Type:
    owner = member.owner
    match member.kind:
        case MemberKind.METHOD:
            return _method(member, instance)
        case MemberKind.STATIC_METHOD:
            return _method(member, None)
        case MemberKind.CLASS_METHOD:
            return _method(member, ClassObject(instance.cls, is_exact=instance.is_exact))
        case MemberKind.PROPERTY:
            if member.annotation is not None:
                return annotated(member.annotation, owner.module, owner.outside, instance.cls)
            return _computed(inference, member)
        case MemberKind.CLASS_VARIABLE:
            return _class_variable(inference, member)
    return UNKNOWN


def _method(member: Member, bound: Type | None) -> Type:
    if not isinstance(member.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return UNKNOWN
    owner = member.owner
    return Function(
        member.node, owner.module, owner.outside, bound, owner, transforms=member.transforms
    )


def _computed(inference: Inference, member: Member) -> Type:
    """What a property without an annotation gives, if its body is one `return`."""
    value = only_returned(member.node)
    if value is None or member.owner.module is not inference.module:
        return UNKNOWN
    return inference.of(value)


def only_returned(node: ast.AST | None) -> ast.expr | None:
    """The value of a function's one `return`, if that is all it does below its docstring."""
    body = node.body if isinstance(node, ast.FunctionDef) else []
    match [statement for statement in body if not _is_docstring(statement)]:
        case [ast.Return(value=value)]:
            return value
    return None


def _is_docstring(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
    return False


def _class_variable(inference: Inference, member: Member) -> Type:
    owner = member.owner
    if member.annotation is not None:
        match member.annotation:
            case ast.Subscript(slice=inner):
                return annotated(inner, owner.module, owner.outside, owner)
        return UNKNOWN
    # An object that can be changed may have its own.
    if isinstance(member.node, ast.Constant) and owner.kind.is_frozen:
        return inference.of(member.node)
    return UNKNOWN


def _of_class(inference: Inference, cls: ClassInfo, name: str) -> Attribute:
    member = cls.member(name)
    if member is None or cls.kind is TreeKind.ENUMERATION:
        return _NOTHING
    match member.kind:
        case MemberKind.METHOD | MemberKind.STATIC_METHOD:
            return OfMember(_method(member, None), member)
        case MemberKind.CLASS_METHOD:
            return OfMember(_method(member, ClassObject(cls)), member)
        case MemberKind.CLASS_VARIABLE:
            return OfMember(_class_variable(inference, member), member)
    return OfMember(UNKNOWN, member)


def _of_array(array: Array, name: str) -> Type:
    if name in ARRAY_ATTRIBUTES:
        return array
    if name in ARRAY_SCALARS:
        return Scalar(ARRAY_SCALARS[name])
    if name == "shape":
        return Listing(ListingKind.TUPLE, Scalar("int"))
    return UNKNOWN
