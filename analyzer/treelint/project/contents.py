"""What a tree of a type surely holds: arrays, or leaves that are no arrays."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.project.attributes import field_type
from treelint.project.types import (
    UNKNOWN,
    Array,
    Function,
    Imported,
    Instance,
    Listing,
    Mapping,
    Scalar,
    Type,
    alternatives,
)
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.project.classes import ClassInfo, Field
    from treelint.project.inference import Inference

_MAX_DEPTH = 6


def holds_array(type_: Type, depth: int = _MAX_DEPTH) -> bool:
    """Whether every value of the type is an array, or a tree with an array among its leaves."""
    members = alternatives(type_)
    if len(members) > 1:
        return all(holds_array(member, depth) for member in members)
    match type_:
        case Array():
            return True
        case Listing(items=items) if items is not None:
            return any(holds_array(item, depth) for item in items)
        case Listing(element=element):
            # Nobody keeps a list of layers for the layers that are not in it.
            return holds_array(element, depth)
        case Mapping(entries=entries) if entries is not None:
            return any(holds_array(item, depth) for _, item in entries)
        case Instance(cls=cls, known=known) if cls.kind.has_fields and depth:
            of_fields = dict(known)
            return any(
                holds_array(_type_of(field, of_fields), depth - 1)
                for field in cls.fields.values()
                if field.is_static is False and field.name not in type_.replaced
            )
    return False


def _type_of(field: Field, known: dict[str, Type]) -> Type:
    found = known.get(field.name, UNKNOWN)
    return field_type(field) if found is UNKNOWN else found


def odd_leaf(inference: Inference, type_: Type, depth: int = _MAX_DEPTH) -> str | None:
    """The path of a leaf that is surely a function or a string, where there is one."""
    match type_:
        case Function() | Scalar(name="str"):
            return ""
        case Imported(name=name) if name.startswith(("jax.nn.", "jax.numpy.", "jax.lax.")):
            return ""
        case Listing(items=items) if items is not None:
            return _first(inference, [(f"[{i}]", item) for i, item in enumerate(items)], depth)
        case Instance(is_exact=True, cls=cls) if cls.kind.has_fields and depth:
            return _first(inference, _fields(inference, type_), depth - 1)
    return None


def _first(inference: Inference, parts: list[tuple[str, Type]], depth: int) -> str | None:
    for step, part in parts:
        below = odd_leaf(inference, part, depth)
        if below is not None:
            return step + below
    return None


def _fields(inference: Inference, instance: Instance) -> list[tuple[str, Type]]:
    known = dict(instance.known)
    found: list[tuple[str, Type]] = []
    for field in instance.cls.fields.values():
        if field.is_static is not False or field.is_converted:
            continue
        if field.name in instance.replaced:
            continue
        type_ = known.get(field.name, UNKNOWN)
        if type_ is UNKNOWN:
            type_ = _set_by_constructor(inference, instance.cls, field)
        found.append((f".{field.name}", type_))
    return found


def _set_by_constructor(inference: Inference, cls: ClassInfo, field: Field) -> Type:
    """What the constructor of a class of this file assigns to a field, if only once."""
    init = cls.member("__init__")
    if init is None or init.owner.module is not inference.module:
        return UNKNOWN
    if not isinstance(init.node, ast.FunctionDef):
        return UNKNOWN
    values = [
        statement.value
        for statement in init.node.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Attribute)
        and statement.targets[0].attr == field.name
    ]
    everywhere = [
        node
        for node in walk(init.node)
        if isinstance(node, ast.Attribute)
        and node.attr == field.name
        and isinstance(node.ctx, ast.Store)
    ]
    if len(values) != 1 or len(everywhere) != 1:
        return UNKNOWN
    return inference.of(values[0])
