"""A look at JAX arrays from the host, without a device: what it can tell, and what it cannot."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from treeops._host_arrays import NO_BUFFER, SMALL, beginnings_equal, blocks_equal, memory_equal
from treeops._leaf_pairs import signatures
from treeops._tolerance import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treeops._tolerance import Tolerance

Pairs: TypeAlias = "list[tuple[Any, Any]]"
_Group: TypeAlias = "tuple[list[Any], list[Any]]"
# How to compare a pair, the cheapest first; what of dtype; the size in bytes.
_Route: TypeAlias = "tuple[int, Any]"

# Up to so many bytes, comparing on the host, on one core, costs less than asking XLA, which
# compares on all of them.
_FEW_CORES: Final = 4
_MIDDLE: Final = 1 << (26 if (os.cpu_count() or 1) <= _FEW_CORES else 20)

_IN_A_BLOCK, _ALONE, _BEGINNING, _ON_DEVICE = range(4)


def look(xs: list[Any], ys: list[Any], tolerance: Tolerance) -> Pairs | None:
    """Compares, pair for pair, the arrays that are in the memory of the host.

    Sharded arrays, and those of other devices, stay where they are.

    Returns:
        The pairs that only a device can compare; None if a pair differs.
    """
    unknown: Pairs = []
    for (way, dtype), group, largest in _grouped(xs, ys, tolerance):
        if way == _IN_A_BLOCK:
            try:
                if not blocks_equal(group, dtype, largest):
                    return None
            except NO_BUFFER:
                unknown += zip(*group, strict=True)
        elif way == _ON_DEVICE:
            unknown += zip(*group, strict=True)
        else:
            left = _one_by_one(group, dtype, only_beginnings=way == _BEGINNING)
            if left is None:
                return None
            unknown += left
    return unknown


def _one_by_one(group: _Group, dtype: Any, only_beginnings: bool) -> Pairs | None:
    """The same as `look` for larger arrays."""
    compare = beginnings_equal if only_beginnings else memory_equal
    unknown: Pairs = []
    for x, y in zip(*group, strict=True):
        try:
            if not compare(x, y, dtype):
                return None
        except NO_BUFFER:
            unknown.append((x, y))
        else:
            if only_beginnings:
                unknown.append((x, y))
    return unknown


def _grouped(
    xs: list[Any], ys: list[Any], tolerance: Tolerance
) -> Iterable[tuple[_Route, _Group, int]]:
    """The pairs by the way to compare them, with the size of the largest in bytes."""
    shared = signatures(xs)
    keys = [*map(id, shared)]
    one_of_each = dict(zip(keys, xs, strict=True))
    if len(one_of_each) == 1:
        route, size = _route(xs[0], tolerance)
        return [(route, (xs, ys), size)]
    routes = {key: _route(x, tolerance) for key, x in one_of_each.items()}
    groups: dict[_Route, _Group] = {}
    largest: dict[_Route, int] = {}
    for route, size in sorted(routes.values(), key=lambda found: found[0][0]):
        groups[route] = ([], [])
        largest[route] = max(size, largest.get(route, 0))
    if len(groups) == 1:
        return [(route, (xs, ys), largest[route]) for route in groups]
    for x, y, key in zip(xs, ys, keys, strict=True):
        group = groups[routes[key][0]]
        group[0].append(x)
        group[1].append(y)
    return [(route, group, largest[route]) for route, group in groups.items()]


def _route(x: Any, tolerance: Tolerance) -> tuple[_Route, int]:
    dtype = x.dtype
    if not is_plain(dtype) or not tolerance.exact_for(dtype):
        return (_ON_DEVICE, None), 0
    size = x.size * dtype.itemsize
    if size <= SMALL:
        return (_IN_A_BLOCK, dtype), size
    if size > _MIDDLE:
        return (_BEGINNING, dtype), size
    # NumPy compares 16 bit floats one at a time.
    return (_ON_DEVICE if dtype == np.float16 else _ALONE, dtype), size
