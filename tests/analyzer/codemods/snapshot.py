"""What a value looks like from outside, as something that can be compared.

Two trees look the same if their classes, fields, containers and leaves do: a leaf's type matters,
NaN is NaN, and 0.0 is not -0.0. The order of a dict's keys can be seen only by code that looks at
it, so it is not part of the picture. Objects that are compared by identity get numbers, in the
order in which they are met: two trees that share one look different from two that hold two.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import types
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np

from tests.analyzer.codemods.records import fields_of_record

# Nested tuples of strings and numbers.
Snapshot: TypeAlias = tuple[Any, ...]


class Labels:
    """Numbers for objects; they are kept alive, as an `id` may be given twice."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._objects: list[object] = []

    def number(self, value: object) -> tuple[int, bool]:
        """The object's number, and whether it is a new one."""
        known = self._numbers.get(id(value))
        if known is not None:
            return known, False
        self._numbers[id(value)] = len(self._objects)
        self._objects.append(value)
        return len(self._objects) - 1, True


def snapshot(value: object, labels: Labels) -> Snapshot:
    """What the value looks like now."""
    kind = type(value).__qualname__
    if value is None or isinstance(value, bool | int | float | complex | str | bytes | range):
        return (kind, repr(value))
    if isinstance(value, jax.Array) and jnp.issubdtype(value.dtype, jax.dtypes.prng_key):
        return (kind, str(jax.random.key_data(value).tolist()))
    if isinstance(value, jax.Array | np.ndarray | np.generic):
        weak = getattr(value, "weak_type", False)
        return (kind, str(value.dtype), value.shape, weak, repr(np.asarray(value).tolist()))
    if isinstance(value, type | types.ModuleType | types.BuiltinFunctionType):
        return (kind, value.__name__)
    if isinstance(value, types.FunctionType):
        return (kind, value.__qualname__)
    return _compound(value, kind, labels)


def _compound(value: object, kind: str, labels: Labels) -> Snapshot:
    record = fields_of_record(value)
    if record is not None:
        return (kind, *_named(record, labels))
    match value:
        case list() | tuple():
            return (kind, *(snapshot(item, labels) for item in value))
        case set() | frozenset():
            return (kind, *sorted((snapshot(item, labels) for item in value), key=repr))
        case dict():
            ordered = isinstance(value, collections.OrderedDict)
            keys = list(value) if ordered else sorted(value, key=repr)
            return (kind, *((repr(key), snapshot(value[key], labels)) for key in keys))
        case functools.partial():
            return (kind, snapshot((value.func, value.args, value.keywords), labels))
        case types.MethodType():
            return (kind, value.__name__, snapshot(value.__self__, labels))
    if dataclasses.is_dataclass(value):
        return (kind, *_named(_attributes(value), labels))
    number, is_new = labels.number(value)
    if not is_new or not hasattr(value, "__dict__"):
        return (kind, number)
    return (kind, number, *_named(vars(value), labels))


def _attributes(value: Any) -> dict[str, object]:
    """The fields of a dataclass, and what else was set on it; not what it computed and kept."""
    held = {
        field.name: getattr(value, field.name)
        for field in dataclasses.fields(value)
        if hasattr(value, field.name)
    }
    return held | {
        name: item
        for name, item in getattr(value, "__dict__", {}).items()
        if not isinstance(getattr(type(value), name, None), functools.cached_property)
    }


def _named(values: dict[str, Any], labels: Labels) -> Snapshot:
    return tuple((name, snapshot(values[name], labels)) for name in sorted(values))
