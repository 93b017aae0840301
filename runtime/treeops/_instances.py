"""Class instances as trees: what their fields hold, and how to make another without `__init__`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import jax.tree_util as jtu

if TYPE_CHECKING:
    from treeops._one_level import Level

# Asking a class for its fields costs more than the rest of its double.
_FIELDS: WeakKeyDictionary[type[Any], dict[str, bool]] = WeakKeyDictionary()
# What `stored` gives for a field that was never set.
UNSET = object()


def is_made_of(node: Any, children: list[Any]) -> bool:
    """Whether the node is a named tuple of exactly these children."""
    return (
        issubclass(type(node), tuple)
        and len(node) == len(children)
        and all(a is b for a, b in zip(node, children, strict=True))
    )


def field_names(node: Any, level: Level) -> list[str] | None:
    """The fields of a dataclass that hold its children; None where it is anything else."""
    if not dataclasses.is_dataclass(node):
        return None
    names = []
    fields = names_of_fields(type(node))
    for key, child in zip(level.keys, level.children, strict=True):
        if not isinstance(key, jtu.GetAttrKey) or key.name not in fields:
            return None
        if stored(node, key.name, child) is not child:
            return None
        names.append(key.name)
    return names


def constructor_sets_more(node: Any, level: Level) -> bool:
    """Whether an instance as JAX unflattens it has more than its fields, for selectors to use."""
    derived = names_of_fields(type(node))
    fields = derived.keys()
    if any(derived.values()) and any(derived[name] for name in fields - _names(level)):
        return True
    if stored(node, "__dict__", {}).keys() <= fields:
        return False
    return not stored(level.treedef.unflatten(level.children), "__dict__", {}).keys() <= fields


def _names(level: Level) -> set[str]:
    return {key.name for key in level.keys if isinstance(key, jtu.GetAttrKey)}


def names_of_fields(kind: type[Any]) -> dict[str, bool]:
    """The names of a dataclass's fields, and whether they are left to its constructor."""
    names = _FIELDS.get(kind)
    if names is None:
        names = _FIELDS[kind] = {
            field.name: not field.init and not field.metadata.get("static", False)
            for field in dataclasses.fields(kind)
        }
    return names


def stored(node: Any, name: str, default: Any) -> Any:
    """What a field holds, past what a class may make of reading it."""
    try:
        return object.__getattribute__(node, name)
    except AttributeError:
        return default


def without_constructor(kind: type) -> Any:
    """A bare instance; None for classes that extend a builtin."""
    try:
        return object.__new__(kind)
    except TypeError:
        return None
