"""Whether what takes the place of a node is of its type, as JAX sees types.

An array and a number stand for one another, a boolean may stand for anything, as in a mask, and
an object of a base class may well be one of the right class. Nothing is changed in place, so a
list of a subclass is as good as a list of the class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mypy.subtypes import is_subtype
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    LiteralType,
    NoneType,
    Overloaded,
    ProperType,
    TupleType,
    Type,
    TypeVarType,
    UninhabitedType,
    UnionType,
    get_proper_type,
    has_recursive_types,
)

from treelint.fullnames import canonical
from treelint_mypy.alternatives import class_of, is_open
from treelint_mypy.leaf_classes import is_array_class, is_numeric

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.nodes import TypeInfo

_CONTAINERS = {"builtins.dict", "builtins.list", "builtins.tuple"}
# What `jax.eval_shape` gives where an array would be.
_STAND_INS = {"jax.ShapeDtypeStruct", "jax.core.ShapeDtypeStruct"}


_Pairs: TypeAlias = "frozenset[tuple[Type, Type]]"


def fits(given: Type, node: Type, assumed: _Pairs = frozenset()) -> bool:
    """Whether all that may be given is something that the node may be.

    Types that are made of themselves meet again further in: they fit if nothing else does not.
    """
    if has_recursive_types(given) or has_recursive_types(node):
        if (given, node) in assumed:
            return True
        assumed |= {(given, node)}
    nodes = list(items(node))
    return all(any(_one_fits(item, kind, assumed) for kind in nodes) for item in items(given))


def items(typ: Type) -> Iterator[ProperType]:
    """What a value may be: the items of a union and of an upper bound, None among them."""
    match get_proper_type(typ):
        case UnionType(items=several):
            for item in several:
                yield from items(item)
        case TypeVarType(upper_bound=bound):
            yield from items(bound)
        case LiteralType(fallback=fallback):
            yield fallback
        case proper:
            yield proper


def is_callable(item: ProperType) -> bool:
    """Whether it is called like a function."""
    if isinstance(item, CallableType | Overloaded):
        return True
    return isinstance(item, Instance) and item.type.has_readable_member("__call__")


def _one_fits(given: ProperType, node: ProperType, assumed: _Pairs) -> bool:
    if isinstance(given, AnyType | UninhabitedType) or isinstance(node, AnyType):
        return True
    if isinstance(given, NoneType) or isinstance(node, NoneType):
        return isinstance(given, NoneType) and isinstance(node, NoneType)
    info, kind = class_of(given), class_of(node)
    if info is not None and (info.fullname == "builtins.bool" or is_open(info)):
        return True
    if info is not None and kind is not None:
        if is_array_class(kind) and _is_like_an_array(info):
            return True
        if is_numeric(kind) and is_array_class(info):
            return True
    if is_callable(given) and is_callable(node):
        return True
    parts, kinds = _parts(given), _parts(node)
    if parts is not None and kinds is not None and info is kind:
        return _parts_fit(parts, kinds, assumed)
    return is_subtype(given, node)


def _is_like_an_array(info: TypeInfo) -> bool:
    is_stand_in = canonical(info.fullname) in _STAND_INS
    return is_numeric(info) or is_stand_in or info.has_readable_member("__jax_array__")


def _parts(typ: ProperType) -> tuple[list[Type], bool] | None:
    """The types of what a container or a generic class holds, and whether they are all of it."""
    match typ:
        case TupleType(items=parts):
            return parts, True
        case Instance(type=info, args=[*_, value]) if info.fullname in _CONTAINERS:
            return [value], False
        case Instance(args=[_, *_] as arguments):
            return [*arguments], True
    return None


def _parts_fit(
    given: tuple[list[Type], bool], node: tuple[list[Type], bool], assumed: _Pairs
) -> bool:
    (parts, is_all), (kinds, are_all) = given, node
    if is_all and are_all:
        pairs = zip(parts, kinds, strict=False)
        return len(parts) == len(kinds) and all(fits(*pair, assumed) for pair in pairs)
    return all(fits(part, kind, assumed) for part in parts for kind in kinds)
