"""The path of a selector, followed through the types: what it ends at, or where it goes wrong."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.project.attributes import Missing, OfField, OfMember, attribute, only_returned
from treelint.project.classes import ClassInfo, Field, Member, MemberKind, TreeKind
from treelint.project.computed import computes_array
from treelint.project.results import ARRAY_MEMBERS
from treelint.project.types import (
    NONE,
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
from treelint.records import dataclass, replace
from treelint.selector.lower import lower
from treelint.selector.model import (
    Attr,
    Each,
    Item,
    Leaves,
    NotANode,
    Opaque,
    Parameter,
    Path,
    Selection,
    Slice,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.project.inference import Inference


@dataclass(frozen=True, slots=True)
class Node:
    """The path leads to a node of this type; `field` is the one it stands in, if it is one.

    It is in the tree for certain if `is_in_tree`: no field on the way may be a static one.
    """

    type: Type
    field: Field | None = None
    is_in_tree: bool = False


@dataclass(frozen=True, slots=True)
class NoField:
    """There is no such field. `is_exact` tells a known class from one that may be a base."""

    missing: Missing
    step: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class StaticField:
    """A static field, which is no part of the tree; it is one of `cls`, or of a base of it."""

    field: Field
    step: int
    cls: ClassInfo
    is_exact: bool


@dataclass(frozen=True, slots=True)
class NoNode:
    """A method or another member of the class, or a property that computes what it returns."""

    member: Member
    step: int
    cls: ClassInfo
    is_exact: bool


@dataclass(frozen=True, slots=True)
class ArrayPart:
    """An item or an attribute of an array: computed, so no node."""

    step: int


End: TypeAlias = Node | NoField | StaticField | NoNode | ArrayPart
_UNKNOWN_NODE = Node(UNKNOWN)
_METHODS = {MemberKind.METHOD, MemberKind.CLASS_METHOD, MemberKind.STATIC_METHOD}
# Properties that return what other properties return: no sensible chain is longer.
_MAX_PROPERTIES = 5


def end_of_path(
    inference: Inference, tree: Type, path: Path, properties: int = _MAX_PROPERTIES
) -> End:
    """Where a selector's path ends in a tree of a type.

    The first thing on the way that is certainly no node of the tree is the answer; the number
    of its step says where. A path from an outer variable is not followed.
    """
    if path.root is not Parameter.TREE:
        return _UNKNOWN_NODE
    here = Node(tree, is_in_tree=True)
    for index, step in enumerate(path.steps):
        end = _one_step(inference, here.type, step, index, properties)
        if not isinstance(end, Node):
            return end
        here = replace(end, is_in_tree=here.is_in_tree and end.is_in_tree)
        if here.type is UNKNOWN and index < len(path.steps) - 1:
            return _UNKNOWN_NODE
    return here


def _one_step(inference: Inference, type_: Type, step: Step, index: int, properties: int) -> End:
    """One step, which must go wrong for each of several types to be wrong for certain."""
    # What is None has no parts: the step is taken where it is something else.
    types = [member for member in alternatives(type_) if member is not NONE]
    ends = [_from_one(inference, member, step, index, properties) for member in types]
    nodes = [end for end in ends if isinstance(end, Node)]
    wrong = [end for end in ends if not isinstance(end, Node)]
    if not nodes:
        return _agreed(wrong)
    if len(ends) == 1:
        return nodes[0]
    return Node(join(node.type for node in nodes), is_in_tree=all(n.is_in_tree for n in nodes))


def _agreed(wrong: Sequence[End]) -> End:
    """What goes wrong with a step from several types; nothing for certain if that differs."""
    if len({type(end) for end in wrong}) != 1:
        return _UNKNOWN_NODE
    # The least certain of them: a class that is not exactly known.
    return min(wrong, key=lambda end: getattr(end, "is_exact", True))


def _from_one(inference: Inference, type_: Type, step: Step, index: int, properties: int) -> End:
    match type_, step:
        case Array(), Attr(name=name) if name not in ARRAY_MEMBERS:
            return _UNKNOWN_NODE  # what is annotated as an array may hold what stands for one
        case Array(), Attr() | Item() | Slice() | Each():
            return ArrayPart(index)  # it is a leaf, whatever is taken of it
        case Instance(), Attr(name=name):
            return _attribute(inference, type_, name, index, properties)
        case _, Attr(name=name):
            return Node(attribute(inference, type_, name).type)
        case _, Item(key=key):
            return Node(_item(type_, key), is_in_tree=True)
        case _, Each():
            return Node(_each(type_), is_in_tree=True)
        case _, Slice() | Leaves():
            return _UNKNOWN_NODE
    return _UNKNOWN_NODE


def _attribute(
    inference: Inference, instance: Instance, name: str, index: int, properties: int
) -> End:
    found = attribute(inference, instance, name)
    match found:
        case Missing():
            return NoField(found, index, instance.is_exact)
        case OfField(field=field, type=of_field):
            if not instance.cls.kind.has_fields:
                return Node(of_field, field)
            if field.is_static:
                return StaticField(field, index, instance.cls, instance.is_exact)
            is_in_tree = field.is_static is False and not field.is_abstract
            return Node(of_field, field, is_in_tree=is_in_tree)
        case OfMember() if instance.cls.kind is TreeKind.ENUMERATION:
            return _UNKNOWN_NODE  # what it annotates is one of its items
        case OfMember(member=member, type=of_member):
            no_node = NoNode(member, index, instance.cls, instance.is_exact)
            if member.kind in _METHODS or _is_class_variable(instance.cls, member):
                return no_node
            if member.kind is not MemberKind.PROPERTY or not properties:
                return Node(of_member)
            return _through_property(inference, instance, no_node, of_member, properties - 1)
    return _UNKNOWN_NODE


def _is_class_variable(cls: ClassInfo, member: Member) -> bool:
    """Whether it is certainly no field: a base that is not known may have one of this name."""
    is_certain = cls.kind.has_fields and cls.is_complete
    return is_certain and member.kind is MemberKind.CLASS_VARIABLE


def _through_property(
    inference: Inference, instance: Instance, no_node: NoNode, of_member: Type, properties: int
) -> End:
    """Where the property itself leads: often it gives a child, which is fine to select."""
    match returned(no_node.member):
        case NotANode():
            return no_node
        case Path() as path:
            end = end_of_path(inference, instance, path, properties)
            match end:
                case Node(type=type_) if type_ is not UNKNOWN:
                    return end
                case StaticField():
                    return replace(end, step=no_node.step)
                case NoNode() | ArrayPart():
                    return no_node
        case Opaque() if _computes(inference, no_node.member):
            return no_node
    return Node(of_member)


def _computes(inference: Inference, member: Member) -> bool:
    value = only_returned(member.node) if member.owner.module is inference.module else None
    return value is not None and computes_array(inference, value)


def returned(member: Member) -> Selection | None:
    """What a property gives, as a selection from its `self`; None where it is no function."""
    if not isinstance(member.node, ast.FunctionDef):
        return None
    selector = lower(member.node, member.owner.module.full_names)
    return None if selector is None else selector.body


def _item(type_: Type, key: object) -> Type:
    match type_:
        case Listing(items=items, element=element):
            if items is None or not isinstance(key, int) or isinstance(key, bool):
                return element
            return items[key] if -len(items) <= key < len(items) else UNKNOWN
        case Mapping(value=value, entries=entries):
            return dict(entries).get(key, UNKNOWN) if entries is not None else value
    return UNKNOWN


def _each(type_: Type) -> Type:
    match type_:
        case Listing(kind=kind, element=element) if kind is not ListingKind.SET:
            return element
        case Mapping(value=value):
            return value  # no selector takes a key for a node
    return UNKNOWN
