"""Pairs of leaves, sorted by how they can be compared."""

from __future__ import annotations

from itertools import compress
from operator import attrgetter, ne
from types import FunctionType
from typing import Any, TypeAlias

import jax
import jax.core
import jax.numpy as jnp
import numpy as np

from treeops._filters import is_inexact_array
from treeops._host_arrays import same_look

Leaves: TypeAlias = "list[Any]"
# Two parallel lists of leaves for each kind.
ByKind: TypeAlias = "dict[int, tuple[Leaves, Leaves]]"

# What a leaf is; a pair is what the higher of the two is. Plain numbers, as each leaf has one.
OBJECT, NUMPY, JAX, KEYS, TRACED = range(5)

# The kinds of types that are met often; the classes of JAX's own arrays join when they are
# first seen, since JAX has no public name for them.
_KINDS: dict[type, int] = {
    **dict.fromkeys([bool, int, float, complex, str, bytes, FunctionType, type(None)], OBJECT),
    **dict.fromkeys([np.ndarray, *np.sctypeDict.values()], NUMPY),
}
_known_kind = _KINDS.__getitem__
# Leaves by their types alone, and none of JAX's.
HOST_TYPES = frozenset(_KINDS) - {type(None)}

_aval = attrgetter("aval")
_shape = attrgetter("shape")
_dtype = attrgetter("dtype")


def sort_pairs(xs: Leaves, ys: Leaves, typematch: bool) -> ByKind | None:
    """Sorts leaves by kind; None if a pair is known to differ by its types."""
    kinds, other_kinds = kinds_of(xs), kinds_of(ys)
    if typematch and not all(map(_types_match, xs, ys)):
        return None
    if kinds != other_kinds:
        # An array is never equal to anything else.
        if [*map(bool, kinds)] != [*map(bool, other_kinds)]:
            return None
        kinds = [*map(max, kinds, other_kinds)]
    present = set(kinds)
    if len(present) == 1:
        return {kinds[0]: (xs, ys)}
    by_kind: ByKind = {}
    for kind in present:
        here = [*map(kind.__eq__, kinds)]
        by_kind[kind] = [*compress(xs, here)], [*compress(ys, here)]
    return by_kind


def kinds_of(leaves: Leaves) -> list[int]:
    """What each leaf is."""
    try:
        return [*map(_known_kind, map(type, leaves))]
    except KeyError:
        return [*map(kind_of, leaves)]


def kind_of(leaf: Any) -> int:
    """What a leaf is."""
    if type(leaf) in _KINDS:
        return _KINDS[type(leaf)]
    if isinstance(leaf, jax.Array):
        # Traced values not by their class: of one class, some are no arrays.
        if _is_traced(leaf):
            return TRACED
        extended = jnp.issubdtype(leaf.dtype, jax.dtypes.extended)
        return _KINDS.setdefault(type(leaf), KEYS if extended else JAX)
    return NUMPY if isinstance(leaf, np.ndarray | np.generic) else OBJECT


def _is_traced(leaf: Any) -> bool:
    return isinstance(leaf, jax.core.Tracer)


def _types_match(x: Any, y: Any) -> bool:
    """Whether the types are the same, where all JAX arrays are of one type."""
    return type(x) is type(y) or (isinstance(x, jax.Array) and isinstance(y, jax.Array))


def differ_on_their_face(by_kind: ByKind) -> bool:
    """Whether arrays of a pair differ in shape or dtype, or Python's objects at all."""
    for kind, pairs in by_kind.items():
        if kind != OBJECT and not (_same_avals(*pairs) if kind == JAX else same_look(*pairs)):
            return True
    # As written: `__ne__` may be a class's own, and NaN is not itself.
    return OBJECT in by_kind and any(map(ne, *by_kind[OBJECT]))


def _same_avals(xs: Leaves, ys: Leaves) -> bool:
    """Whether arrays are alike, where JAX has one object to say so for many of them."""
    try:
        if [*map(_aval, xs)] == [*map(_aval, ys)]:
            return True
    except AttributeError:  # NumPy arrays among them
        pass
    return same_look(xs, ys)


def signatures(arrays: Leaves) -> list[Any]:
    """An object for each array: those with the same one are of one shape and dtype."""
    try:
        return [*map(_aval, arrays)]
    except AttributeError:  # NumPy arrays among them
        made: dict[Any, Any] = {}
        both = zip(map(_shape, arrays), map(_dtype, arrays), strict=True)
        return [made.setdefault(one, one) for one in both]


def trace_inexact(by_kind: ByKind) -> None:
    """Moves to the traced arrays what NumPy cannot compare if a tolerance is traced."""
    for x, y in zip(*by_kind.pop(NUMPY, ([], [])), strict=True):
        group = by_kind.setdefault(TRACED if is_inexact_array(x) else NUMPY, ([], []))
        group[0].append(x)
        group[1].append(y)
