"""The path of a selector, followed through the types: what it ends at, or where it goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from treelint.project.attributes import Missing, OfField, OfMember, attribute
from treelint.project.classes import Field, Member, MemberKind
from treelint.project.types import (
    UNKNOWN,
    Array,
    Instance,
    Listing,
    ListingKind,
    Mapping,
    Type,
    alternatives,
    join,
)
from treelint.selector.model import Attr, Each, Item, Leaves, Parameter, Path, Slice, Step

if TYPE_CHECKING:
    from treelint.project.inference import Inference


@dataclass(frozen=True, slots=True)
class Node:
    """The path leads to a node of this type; `field` is the one it stands in, if it is one."""

    type: Type
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class NoField:
    """There is no such field. `is_exact` tells a known class from one that may be a base."""

    missing: Missing
    step: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class StaticField:
    """A static field, which is no part of the tree."""

    field: Field
    step: int


@dataclass(frozen=True, slots=True)
class NoNode:
    """A method or another member of the class, which is no part of the tree."""

    member: Member
    step: int


@dataclass(frozen=True, slots=True)
class ArrayPart:
    """An item or an attribute of an array: computed, so no node."""

    step: int


End: TypeAlias = Node | NoField | StaticField | NoNode | ArrayPart
_UNKNOWN_NODE = Node(UNKNOWN)
_NO_NODES = {MemberKind.METHOD, MemberKind.CLASS_METHOD, MemberKind.STATIC_METHOD}


def end_of_path(inference: Inference, tree: Type, path: Path) -> End:
    """Where a selector's path ends in a tree of a type.

    The first thing on the way that is certainly no node of the tree is the answer; the number
    of its step says where. A path from an outer variable is not followed.
    """
    if path.root is not Parameter.TREE:
        return _UNKNOWN_NODE
    here: Type = tree
    field: Field | None = None
    for index, step in enumerate(path.steps):
        end = _one_step(inference, here, step, index)
        if not isinstance(end, Node):
            return end
        here, field = end.type, end.field
        if here is UNKNOWN:
            # A static field or a member was still named on the way; the rest is not known.
            return Node(UNKNOWN, field if index == len(path.steps) - 1 else None)
    return Node(here, field)


def _one_step(inference: Inference, type_: Type, step: Step, index: int) -> End:
    if isinstance(type_, Array):
        # A leaf, whatever is taken of it.
        return ArrayPart(index) if isinstance(step, Attr | Item | Slice) else _UNKNOWN_NODE
    match step:
        case Attr(name=name):
            return _attribute(inference, type_, name, index)
        case Item(key=key):
            return Node(join(_item(member, key) for member in alternatives(type_)))
        case Each():
            return Node(join(_each(member) for member in alternatives(type_)))
        case Slice() | Leaves():
            return _UNKNOWN_NODE


def _attribute(inference: Inference, type_: Type, name: str, index: int) -> End:
    members = [member for member in alternatives(type_) if isinstance(member, Instance)]
    if len(members) != 1 or len(alternatives(type_)) != 1:
        return Node(attribute(inference, type_, name).type)
    (instance,) = members
    found = attribute(inference, instance, name)
    match found:
        case Missing():
            return NoField(found, index, instance.is_exact)
        case OfField(field=field) if field.is_static and instance.cls.kind.has_fields:
            return StaticField(field, index)
        case OfField(type=of_field, field=field):
            return Node(of_field, field)
        case OfMember(type=of_member, member=member):
            if member.kind in _NO_NODES or member.kind is MemberKind.CLASS_VARIABLE:
                return NoNode(member, index)
            return Node(of_member)
    return _UNKNOWN_NODE


def _item(type_: Type, key: object) -> Type:
    match type_:
        case Listing(items=items, element=element):
            if items is None or not isinstance(key, int) or isinstance(key, bool):
                return element
            return items[key] if -len(items) <= key < len(items) else UNKNOWN
        case Mapping(value=value, entries=entries):
            return dict(entries).get(key, value) if entries is not None else value
    return UNKNOWN


def _each(type_: Type) -> Type:
    match type_:
        case Listing(kind=kind, element=element) if kind is not ListingKind.SET:
            return element
        case Mapping(key=key):
            return key
    return UNKNOWN
