"""Classes whose objects are leaves of every tree: arrays and scalars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import ARRAY_TYPES, canonical

if TYPE_CHECKING:
    from mypy.nodes import TypeInfo

SCALARS = {f"builtins.{name}" for name in ("bool", "bytes", "complex", "float", "int", "str")}
_NUMBERS = {f"builtins.{name}" for name in ("bool", "complex", "float", "int")}


def is_array_class(info: TypeInfo) -> bool:
    """Whether its objects are arrays, of JAX or of NumPy."""
    return any(canonical(base.fullname) in ARRAY_TYPES for base in info.mro)


def is_leaf_class(info: TypeInfo) -> bool:
    """Whether its objects are leaves: arrays, numbers, strings and bytes."""
    return is_array_class(info) or info.fullname in SCALARS


def is_numeric(info: TypeInfo) -> bool:
    """Whether its objects are arrays or numbers, which JAX takes for one another."""
    return is_array_class(info) or info.fullname in _NUMBERS
