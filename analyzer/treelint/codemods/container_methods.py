"""What the methods of lists, dicts and sets give and take, by what the containers hold."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.freshness import is_unchangeable
from treelint.codemods.places import type_of
from treelint.project.types import (
    NONE,
    UNKNOWN,
    Listing,
    ListingKind,
    Mapping,
    Scalar,
    Type,
    join,
    without_none,
)
from treelint.sites.mutators import MUTATORS

if TYPE_CHECKING:
    from treelint.index import FileIndex

_KINDS = {ListingKind.LIST, ListingKind.SET}


def given_by_method(file: FileIndex, call: ast.Call) -> Type:
    """The type of what a method of a list, dict or set gives; unknown if it is none of these."""
    if not isinstance(call.func, ast.Attribute):
        return UNKNOWN
    held = without_none(type_of(file, call.func.value))
    name = call.func.attr
    if isinstance(held, Mapping):
        return _given_by_dict(file, call, held, name)
    if not isinstance(held, Listing) or held.kind not in _KINDS:
        return UNKNOWN
    match name:
        case "pop":
            return held.element
        case "copy":
            return held
        case "count" | "index":
            return Scalar("int")
        case _ if name in MUTATORS:
            return NONE
    return UNKNOWN


def _given_by_dict(file: FileIndex, call: ast.Call, held: Mapping, name: str) -> Type:
    others = [type_of(file, argument) for argument in call.args[1:]]
    match name:
        case "copy":
            return held
        case "pop":
            return join((held.value, *others))
        case "get" | "setdefault":
            return join((held.value, *(others or [NONE])))
        case "popitem":
            pair = (held.key, held.value)
            return Listing(ListingKind.TUPLE, join(pair), pair)
        case "clear" | "update":
            return NONE
    return UNKNOWN


def takes_values(file: FileIndex, call: ast.Call) -> bool:
    """Whether a method puts something into a container of values, which cannot change in place."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in MUTATORS:
        return False
    return holds_values(type_of(file, call.func.value))


def holds_values(type_: Type) -> bool:
    """Whether a list, dict or set holds nothing that can be changed in place."""
    match without_none(type_):
        case Listing(element=element):
            return is_unchangeable(element)
        case Mapping(value=value):
            return is_unchangeable(value)
    return False
