"""What a type holds for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.expandtype import expand_type_by_instance
from mypy.maptype import map_instance_to_supertype
from mypy.nodes import Var
from mypy.types import FunctionLike, Instance, TupleType, has_recursive_types

from treelint_mypy import static_fields
from treelint_mypy.alternatives import alternatives
from treelint_mypy.leaf_classes import is_array_class
from treelint_mypy.partial_types import kind_of, wrapped_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.types import ProperType, Type

_LISTS = frozenset({"builtins.list", "builtins.tuple"})
# Fields of modules in fields of modules: real ones are not deeper, recursive ones are. So are
# aliases that are made of themselves.
_MAX_DEPTH = 6


def holds_array(typ: Type, depth: int = _MAX_DEPTH) -> bool:
    """Whether a value of the type is an array, or a tree with an array among its leaves."""
    if has_recursive_types(typ):
        depth -= 1
    if depth < 0:
        return False
    found = alternatives(typ)
    return bool(found) and all(_holds_array(item, depth) for item in found)


def _holds_array(item: ProperType, depth: int) -> bool:
    if isinstance(item, TupleType):
        return any(holds_array(inner, depth) for inner in item.items)
    if isinstance(item, FunctionLike):
        kind = kind_of(item)
        inner = None if kind is None or kind.is_jax else wrapped_type(item)
        return inner is not None and holds_array(inner, depth)
    if not isinstance(item, Instance):
        return False
    if item.type.fullname in _LISTS:
        # Nobody keeps a list of layers for the layers that are not in it.
        return holds_array(item.args[0], depth)
    if is_array_class(item.type):
        return True
    return depth > 0 and any(holds_array(field, depth - 1) for field in _nodes(item))


def _nodes(instance: Instance) -> Iterator[Type]:
    """The types of the fields of a module that are not static."""
    if not static_fields.is_module(instance.type):
        return
    for base in instance.type.mro:
        as_base = map_instance_to_supertype(instance, base)
        for name, symbol in base.names.items():
            field = symbol.node
            if not isinstance(field, Var) or field.type is None:
                continue
            if static_fields.is_node(instance.type, name):
                yield expand_type_by_instance(field.type, as_base)
