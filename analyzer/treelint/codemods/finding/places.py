"""A place inside a tree that code changes: `model.layers[0].weight`, and where the tree begins."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.project.attributes import OfField, OfMember, attribute
from treelint.project.classes import MemberKind, TreeKind
from treelint.project.types import (
    NONE,
    UNKNOWN,
    Instance,
    Listing,
    ListingKind,
    Mapping,
    Type,
    alternatives,
    without_none,
)
from treelint.project.well_known import TREE_DECORATORS
from treelint.records import dataclass
from treelint.sites.bare_parameters import is_bare

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo, Field

Chain: TypeAlias = ast.Name | ast.Attribute | ast.Subscript


@dataclass(frozen=True, slots=True)
class Place:
    """What is changed: `node` is the field or the item, `root` the tree that it is in.

    The root may also be a variable for a list, dict or set of a tree, which is no tree by itself.

    `owner` is the module that has the field, or the type of the list or dict that has the item.
    `type` is what the place holds, by its annotation. `static` is a static field on the way.
    """

    node: Chain
    root: Chain
    owner: Type
    type: Type
    static: Field | None = None

    @property
    def is_field(self) -> bool:
        """Whether it is a field, rather than an item of a list or dict."""
        return isinstance(self.node, ast.Attribute)

    @property
    def inside(self) -> ast.expr:
        """What has the field or the item; the place itself where a variable is the container."""
        return self.node if isinstance(self.node, ast.Name) else self.node.value

    @property
    def field_owner(self) -> ClassInfo | None:
        """The class of the module whose field it is; None for an item."""
        owner = self.owner
        return owner.cls if isinstance(owner, Instance) else None


def place_of(file: FileIndex, node: ast.expr) -> Place | None:
    """The place in a frozen tree that an expression names, if it certainly names one."""
    if not isinstance(node, ast.Attribute | ast.Subscript):
        return None
    root = root_of(file, node.value) or container_in_tree(file, node.value)
    if root is None:
        return None
    owner = container_type(file, node.value)
    if isinstance(node, ast.Attribute):
        if not is_frozen_tree(owner):
            return None
        held = _field_type(file, owner, node.attr)
    elif isinstance(owner, Mapping):
        held = owner.value
    elif isinstance(owner, Listing) and owner.kind is ListingKind.LIST:
        held = owner.element
    else:
        return None
    return Place(node, root, owner, held, static_field(file, node, root))


def container_type(file: FileIndex, node: ast.expr) -> Type:
    """What an expression in a tree holds, were it not None, with nothing known of one object.

    What is known of an object from its constructor is known only while nothing is changed.
    """
    type_ = without_none(type_of(file, node))
    return Instance(type_.cls) if isinstance(type_, Instance) else type_


def type_of(file: FileIndex, node: ast.expr) -> Type:
    """The type of an expression, of an attribute of an ordinary object too."""
    if isinstance(node, ast.Attribute):
        owner = without_none(type_of(file, node.value))
        if isinstance(owner, Instance):
            if owner.cls.kind is TreeKind.ORDINARY:
                # Loaded here: most roots are variables.
                from treelint.codemods.holders.ordinary_attributes import attribute_type

                return attribute_type(file, owner.cls, node.attr)
            return _field_type(file, owner, node.attr)
    if isinstance(node, ast.Subscript):
        owner = without_none(type_of(file, node.value))
        if isinstance(owner, Mapping):
            return owner.value
        if isinstance(owner, Listing) and not isinstance(node.slice, ast.Slice):
            return owner.element
    found = file.types.of(node)
    if found is not UNKNOWN or not isinstance(node, ast.Name | ast.Call):
        return found
    # Loaded here: the two ask each other.
    from treelint.codemods.callers.own_types import type_of_self
    from treelint.codemods.finding.variables import variable_type
    from treelint.codemods.holders.container_methods import given_by_method, given_to

    if isinstance(node, ast.Call):
        return given_by_method(file, node)
    found = variable_type(file, node)
    found = given_to(file, node) if found is UNKNOWN else found
    return type_of_self(file, node) if found is UNKNOWN else found


def _field_type(file: FileIndex, owner: Type, name: str) -> Type:
    if not isinstance(owner, Instance):
        return UNKNOWN
    found = attribute(file.types, Instance(owner.cls), name)
    if isinstance(found, OfMember) and found.member.kind is MemberKind.PROPERTY:
        # Of what properties compute nothing is said but that it is a tree.
        return found.type if is_frozen_tree(found.type) else UNKNOWN
    return found.type if isinstance(found, OfField) else UNKNOWN


def is_frozen_tree(type_: Type) -> bool:
    """Whether it is certainly a tree whose fields cannot be assigned."""
    members = [member for member in alternatives(type_) if member is not NONE]
    return bool(members) and all(
        isinstance(member, Instance) and member.cls.kind.has_fields and is_frozen(member.cls)
        for member in members
    )


def is_frozen(cls: ClassInfo) -> bool:
    """Whether assigning to a field raises: so it does for a dataclass that is declared frozen."""
    if cls.kind.is_frozen:
        return True
    for decorator in cls.node.decorator_list:
        match decorator:
            case ast.Call(func=func, keywords=keywords):
                is_declared = any(
                    keyword.arg == "frozen"
                    and isinstance(keyword.value, ast.Constant)
                    and keyword.value.value is True
                    for keyword in keywords
                )
                if is_declared and cls.module.known_name(func, cls.outside) in TREE_DECORATORS:
                    return True
    return False


def root_of(file: FileIndex, node: ast.expr) -> Chain | None:
    """The shortest prefix of a chain of attributes and items that is a frozen tree."""
    if is_bare(file, node):
        return None
    prefixes: list[Chain] = []
    while isinstance(node, ast.Attribute | ast.Subscript):
        prefixes.append(node)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    prefixes.append(node)
    return next((item for item in reversed(prefixes) if is_frozen_tree(type_of(file, item))), None)


def container_in_tree(file: FileIndex, node: ast.expr) -> ast.Name | None:
    """The variable that a chain of items begins with, if that is a list or dict of a tree."""
    while isinstance(node, ast.Subscript):
        node = node.value
    if not isinstance(node, ast.Name) or is_bare(file, node):
        return None
    # Loaded here: most roots are trees.
    from treelint.codemods.finding.variables import is_container_in_tree

    return node if is_container_in_tree(file, node) else None


def holder(file: FileIndex, node: ast.expr) -> ClassInfo | None:
    """The class of the tree that has a list or dict among its fields, perhaps inside others."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        if is_frozen_tree(owner := container_type(file, node)):
            return owner.cls if isinstance(owner, Instance) else None
        node = node.value
    owner = container_type(file, node)
    return owner.cls if isinstance(owner, Instance) else None


def static_field(file: FileIndex, node: ast.expr, root: ast.expr) -> Field | None:
    """The static field on the way from a root to a place, if there is one."""
    found: Field | None = None
    while node is not root and isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute):
            owner = container_type(file, node.value)
            field = owner.cls.fields.get(node.attr) if isinstance(owner, Instance) else None
            if field is not None and field.is_static:
                found = field
        node = node.value
    return found


def steps_between(node: ast.expr, root: ast.expr) -> list[ast.Attribute | ast.Subscript]:
    """The steps from a root to a place, the first one first."""
    steps: list[ast.Attribute | ast.Subscript] = []
    while node is not root and isinstance(node, ast.Attribute | ast.Subscript):
        steps.append(node)
        node = node.value
    return steps[::-1]


def first_name(node: ast.expr) -> ast.Name | None:
    """The variable that a chain of attributes and items begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node if isinstance(node, ast.Name) else None
