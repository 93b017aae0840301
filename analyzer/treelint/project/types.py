"""The types that expressions can have here: coarse, frozen, and compared by value."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, TypeAlias

from treelint.records import dataclass, field, replace

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from treelint.project.classes import ClassInfo
    from treelint.project.library import Module
    from treelint.resolve import Scope


class Unknown(enum.Enum):
    """Nothing is known; nothing may be concluded."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


class NoneValue(enum.Enum):
    """The value None."""

    NONE = "None"


NONE = NoneValue.NONE


class ArrayKind(enum.Enum):
    """Whose array it is."""

    JAX = "JAX array"
    NUMPY = "numpy array"
    EITHER = "array"


@dataclass(frozen=True, slots=True)
class Array:
    """An array of some shape and dtype."""

    kind: ArrayKind = ArrayKind.JAX


@dataclass(frozen=True, slots=True)
class Scalar:
    """A Python number, string or bytes, by the name of its class: `float`, `str`.

    `value` is the constant itself where it is known, else Ellipsis.
    """

    name: str
    value: object = field(default=..., compare=False)


class ListingKind(enum.Enum):
    """Which sequence or set."""

    LIST = "list"
    TUPLE = "tuple"
    SET = "set"
    ANY = "sequence"
    """Known only as a sequence, or as something to iterate over."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence or set of `element`; its items one by one where their number is known."""

    kind: ListingKind
    element: Type
    items: tuple[Type, ...] | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dict, or what is annotated as a mapping; its entries where they are known."""

    key: Type
    value: Type
    entries: tuple[tuple[object, Type], ...] | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class, or of a subclass unless `is_exact`.

    `known` holds what is known of single fields beyond their annotations; `replaced` names those
    that may hold anything by now, as `tree_at` asks for no type.
    """

    cls: ClassInfo
    is_exact: bool = False
    known: tuple[tuple[str, Type], ...] = ()
    replaced: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ClassObject:
    """A class itself, or a subclass unless `is_exact`."""

    cls: ClassInfo
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Function:
    """A function written in Python, with the scope it is in; `bound` is its `self`, if any.

    `transforms` are the full names of the decorators and wrappers around it, outermost first:
    they leave its signature and the type of its result as they are.
    """

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda = field(repr=False)
    module: Module = field(repr=False)
    scope: Scope = field(repr=False)
    bound: Type | None = None
    owner: ClassInfo | None = None
    transforms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name under which it was defined."""
        return getattr(self.node, "name", "lambda")


@dataclass(frozen=True, slots=True)
class Imported:
    """A module, function or value known by its full name only: `jax.nn.relu`."""

    name: str


class Callable_(enum.Enum):  # noqa: N801
    """Annotated as `Callable`: a plain function, or an object that can be called."""

    CALLABLE = "callable"


CALLABLE = Callable_.CALLABLE


@dataclass(frozen=True, slots=True)
class Union:
    """One of several types, none of them a union or unknown."""

    members: tuple[Type, ...]


Type: TypeAlias = (
    Unknown
    | NoneValue
    | Array
    | Scalar
    | Listing
    | Mapping
    | Instance
    | ClassObject
    | Function
    | Imported
    | Callable_
    | Union
)


def join(types: Iterable[Type]) -> Type:
    """What is one of these types; unknown as soon as one of them is."""
    members: list[Type] = []
    for type_ in types:
        for member in type_.members if isinstance(type_, Union) else (type_,):
            if member is UNKNOWN:
                return UNKNOWN
            _add(members, member)
    if not members:
        return UNKNOWN
    return members[0] if len(members) == 1 else Union(tuple(members))


def _add(members: list[Type], new: Type) -> None:
    for index, old in enumerate(members):
        if isinstance(old, Instance) and isinstance(new, Instance) and old.cls is new.cls:
            known = tuple(pair for pair in old.known if pair in new.known)
            replaced = old.replaced | new.replaced
            members[index] = Instance(old.cls, old.is_exact and new.is_exact, known, replaced)
            return
        if old == new:
            # Two constants of one class are no longer one constant.
            if isinstance(old, Scalar) and isinstance(new, Scalar) and old.value != new.value:
                members[index] = Scalar(old.name)
            return
    members.append(new)


def alternatives(type_: Type) -> tuple[Type, ...]:
    """The members of a union; the type itself where it is none."""
    return type_.members if isinstance(type_, Union) else (type_,)


def without_none(type_: Type) -> Type:
    """The type where it is not None."""
    if isinstance(type_, Union):
        return join(member for member in type_.members if member is not NONE)
    return type_


def constants_forgotten(type_: Type) -> Type:
    """The type with nothing known of single values: what a loop or another call leaves of it."""
    match type_:
        case Scalar(name=name):
            return Scalar(name)
        case Instance():
            return replace(type_, known=())
        case Union(members=members):
            return join(map(constants_forgotten, members))
    return type_


def exactness_forgotten(type_: Type) -> Type:
    """The type with subclasses wherever it is of one class exactly."""
    match type_:
        case Instance():
            return replace(type_, is_exact=False)
        case Union(members=members):
            return join(map(exactness_forgotten, members))
    return type_


def updates_forgotten(type_: Type) -> Type:
    """The type as if `tree_at` had never replaced anything in it."""
    match type_:
        case Instance():
            return replace(type_, replaced=frozenset())
        case Union(members=members):
            return join(map(updates_forgotten, members))
    return type_


def settled(type_: Type) -> Type:
    """The type but for what may change from turn to turn of a loop and does not matter there."""
    return exactness_forgotten(updates_forgotten(type_))
