"""What is known of a class: its kind of tree, its fields, and its other members."""

from __future__ import annotations

import ast
import enum
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from treelint.records import dataclass, field
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.project.library import Module
    from treelint.project.types import Type
    from treelint.resolve import Scope


class TreeKind(enum.Enum):
    """How JAX sees the instances of a class."""

    MODULE = "equinox module"
    DATACLASS = "registered dataclass"
    FLAX = "flax dataclass"
    UNFROZEN_FLAX = "flax dataclass that is not frozen"
    CHEX = "chex dataclass"
    NAMED_TUPLE = "named tuple"
    CUSTOM = "registered class"
    """A tree with its own way to flatten, which is not read."""
    ENUMERATION = "equinox enumeration"
    PLAIN_DATACLASS = "plain dataclass"
    """A leaf."""
    ORDINARY = "ordinary class"
    """A leaf, unless it is registered where nobody looks."""

    @property
    def has_fields(self) -> bool:
        """Whether its annotated fields are what the tree holds."""
        return self in _WITH_FIELDS

    @property
    def is_frozen(self) -> bool:
        """Whether assigning to a field raises."""
        return self in {TreeKind.MODULE, TreeKind.FLAX, TreeKind.NAMED_TUPLE}


_WITH_FIELDS = {
    TreeKind.MODULE,
    TreeKind.DATACLASS,
    TreeKind.FLAX,
    TreeKind.UNFROZEN_FLAX,
    TreeKind.CHEX,
    TreeKind.NAMED_TUPLE,
}


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field. What is None is not known: whether it is static, or what it defaults to."""

    name: str
    annotation: ast.expr = field(repr=False)
    owner: ClassInfo = field(repr=False)
    is_static: bool | None
    is_init: bool
    is_keyword_only: bool
    has_default: bool
    default: ast.expr | None = field(repr=False)
    is_converted: bool = False
    is_abstract: bool = False


class MemberKind(enum.Enum):
    """What an attribute of a class is, if it is no field."""

    METHOD = "method"
    CLASS_METHOD = "class method"
    STATIC_METHOD = "static method"
    PROPERTY = "property"
    CLASS_VARIABLE = "class variable"
    DECLARED = "attribute declared with a value"
    """Annotated in a class that may be no dataclass; each object may have its own."""
    CLASS = "class"
    DESCRIPTOR = "attribute made by a decorator"
    """Nothing is known of what it gives."""


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """An attribute of a class that is no field; `node` is a function, a class, or a value."""

    name: str
    kind: MemberKind
    owner: ClassInfo = field(repr=False)
    node: ast.AST | None = field(repr=False)
    annotation: ast.expr | None = field(default=None, repr=False)
    transforms: tuple[str, ...] = ()
    """The decorators that leave its signature alone."""

    @property
    def is_abstract(self) -> bool:
        """Whether classes below give it its body, or a field of its name."""
        return "abc.abstractmethod" in self.transforms

    def hides(self, field: Field) -> bool:
        """Whether a field of a base is no field any more.

        A value without an annotation changes nothing: the constructor sets the field as before.
        """
        is_value = self.kind is MemberKind.CLASS_VARIABLE and self.annotation is None
        return field.owner is not self.owner and (field.is_abstract or not is_value)


@dataclass(eq=False)
class ClassInfo:
    """One class. `bases` holds those that are known; `is_complete` says whether all are."""

    name: str
    node: ast.ClassDef = field(repr=False)
    module: Module = field(repr=False)
    outside: Scope = field(repr=False)
    """The scope that the class statement stands in."""
    kind: TreeKind
    bases: tuple[ClassInfo, ...]
    is_complete: bool
    own_fields: dict[str, Field] = field(default_factory=dict, repr=False)
    own_members: dict[str, Member] = field(default_factory=dict, repr=False)
    field_types: dict[str, Type] = field(default_factory=dict, repr=False)
    """The types of its own fields, as far as they were asked for."""

    @property
    def short_name(self) -> str:
        """The name as the class statement has it."""
        return self.node.name

    @cached_property
    def mro(self) -> tuple[ClassInfo, ...]:
        """The class and all that it derives from, as attributes are looked up."""
        order: list[ClassInfo] = [self]
        for base in self.bases:
            order += base.mro
        # Python's order, but for exotic diamonds: each base after all that derive from it.
        return tuple(dict.fromkeys(reversed(order)))[::-1]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """All fields, own and inherited, in the order of the constructor."""
        fields: dict[str, Field] = {}
        for cls in reversed(self.mro):
            for name, own in cls.own_fields.items():
                # An abstract field has no place among the others until it is given.
                if name in fields and fields[name].is_abstract:
                    del fields[name]
                fields[name] = own
            for name, member in cls.own_members.items():
                if name in fields and member.hides(fields[name]):
                    del fields[name]
        return fields

    @cached_property
    def assignments(self) -> Counter[str]:
        """How often the class's own methods assign to an attribute, on whatever object."""
        return Counter(
            node.attr
            for node in walk(self.node)
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        )

    def member(self, name: str) -> Member | None:
        """The attribute of the class with this name, if it is no field."""
        for cls in self.mro:
            if name in cls.own_fields:
                return None
            if name in cls.own_members:
                return cls.own_members[name]
        return None

    def is_subclass_of(self, other: ClassInfo) -> bool:
        """Whether it is the other class, or derives from it, as far as is known."""
        return any(cls is other or cls.name == other.name for cls in self.mro)

    @property
    def has_own_init(self) -> bool:
        """Whether a constructor is written out, rather than made from the fields."""
        return self.member("__init__") is not None or self.member("__new__") is not None

    @property
    def answers_any_attribute(self) -> bool:
        """Whether attributes may exist that no source names."""
        dynamic = ("__getattr__", "__getattribute__")
        return not self.is_complete or any(self.member(name) for name in dynamic)
