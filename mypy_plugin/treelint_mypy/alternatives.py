"""What a value of a type may be, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.typeops import tuple_fallback
from mypy.types import (
    Instance,
    NoneType,
    ProperType,
    TupleType,
    Type,
    TypeVarType,
    UnionType,
    get_proper_type,
)

from treelint_mypy.static_fields import is_module_itself

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Expression, TypeInfo


def alternatives(typ: Type) -> list[ProperType]:
    """The items of a union, of an upper bound; None apart, as nothing is below it."""
    proper = get_proper_type(typ)
    if isinstance(proper, TypeVarType):
        proper = get_proper_type(proper.upper_bound)
    if isinstance(proper, UnionType):
        return [item for inner in proper.items for item in alternatives(inner)]
    return [] if isinstance(proper, NoneType) else [proper]


def class_of(item: ProperType) -> TypeInfo | None:
    """The class of an instance; None for functions, classes and what is not known."""
    if isinstance(item, TupleType):
        item = tuple_fallback(item)
    return item.type if isinstance(item, Instance) else None


def is_open(info: TypeInfo) -> bool:
    """Whether the class says little of what is below it."""
    if info.is_abstract or info.is_protocol or info.fallback_to_any:
        return True
    return info.fullname == "builtins.object" or is_module_itself(info)


def classes_of(node: Expression, api: TypeChecker) -> list[TypeInfo]:
    """The classes of what an expression may be; none if one of them is not known."""
    if not api.has_type(node):
        return []
    found = [class_of(item) for item in alternatives(api.lookup_type(node))]
    known = [info for info in found if info is not None]
    return known if len(known) == len(found) else []
