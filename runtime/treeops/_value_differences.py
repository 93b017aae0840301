"""How the values of two arrays differ: how many, by how much, and where.

Arrays on several devices, and large ones, are reduced where they are, shard by shard: only the
few numbers of the answer come to the host, and no array of their size is made there.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np

# rtol and atol; None where values must be the same.
_Tolerances: TypeAlias = tuple[Any, Any] | None

# Elements compared at a time on the host, so that what is computed of them stays small.
_BLOCK = 1 << 16
# Arrays of one device, up to so many bytes, cost less to fetch than to compile a reduction for.
_FETCHED = 1 << 18


@dataclasses.dataclass(frozen=True, slots=True)
class ValueDifference:
    """How the values of two arrays of one shape and dtype differ.

    Attributes:
        count: How many elements differ, by more than the tolerances where there are any.
        size: How many elements there are.
        nans: How many of those that differ are NaN on either side.
        largest: The largest absolute difference, NaN left out: an int for integers, a float for
            floating and complex dtypes, NaN where only NaNs differ; None for other dtypes.
        index: Where that is, or else the first element that differs.
        a: The element there in the first array; None for dtypes without a difference.
        b: The element there in the second.
    """

    count: int
    size: int
    nans: int
    largest: int | float | None
    index: tuple[int, ...]
    a: Any
    b: Any

    def __str__(self) -> str:
        of = f"{self.count:,} of {self.size:,} elements"
        if self.size == 1:
            of = ""
        place = f"[{', '.join(map(str, self.index))}]" if self.index else ""
        if self.largest is None:
            return f"{of}, first at {place}" if of else "other value"
        by = f"{_number(self.a)} and {_number(self.b)}"
        if not math.isnan(self.largest):
            by = f"by {_number(self.largest)}: {by}"
        if not of:
            return by
        nans = f" ({self.nans:,} NaN)" if self.nans else ""
        return f"{of}{nans}, most at {place} {by}"


def _number(value: Any) -> str:
    if isinstance(value, complex):
        return f"{value:.6g}"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def value_difference(x: Any, y: Any, rtol: Any, atol: Any) -> ValueDifference:
    """How two arrays of one shape and dtype, known to be unequal, differ."""
    kind = _kind(x.dtype)
    exact = kind != "inexact" or (_is_zero(rtol) and _is_zero(atol))
    tolerances = None if exact else (rtol, atol)
    if _stays_on_device(x) or _stays_on_device(y):
        # NaN is an answer here, not a mistake.
        with jax.debug_nans(False), jax.debug_infs(False):
            reduced = _reduced(*_together(x, y), jax.device_put(tolerances), kind)
            count, nans, largest, index, one, other = jax.device_get(reduced)
        found = _Found(int(count), int(nans), largest, tuple(map(int, index)), one, other)
    else:
        x, y = (np.asarray(jax.device_get(array)) for array in (x, y))
        found = _on_host(x, y, tolerances, kind)
    plain = None if found.largest is None else np.asarray(found.largest).item()
    ends = [None if plain is None else np.asarray(end).item() for end in (found.a, found.b)]
    # Unequal by a hair, which the arithmetic here may round away.
    count = max(found.count, 1)
    return ValueDifference(count, x.size, found.nans, plain, found.index, *ends)


@dataclasses.dataclass(frozen=True, slots=True)
class _Found:
    count: int
    nans: int
    largest: Any
    index: tuple[int, ...]
    a: Any
    b: Any


def _together(x: Any, y: Any) -> tuple[Any, Any]:
    """Both on the devices of the one that stays where it is, and split alike."""
    if not _stays_on_device(x):
        return jax.device_put(x, y.sharding), y
    if isinstance(y, jax.Array) and y.sharding.device_set == x.sharding.device_set:
        return x, y
    return x, jax.device_put(y, x.sharding)


def _is_zero(tolerance: Any) -> bool:
    return isinstance(tolerance, int | float) and tolerance == 0


def _kind(dtype: Any) -> str:
    if jnp.issubdtype(dtype, jnp.inexact):
        return "inexact"
    # NumPy takes spans of time for integers.
    is_integer = jnp.issubdtype(dtype, jnp.integer) and dtype.kind != "m"
    return "integer" if is_integer else "other"


def _stays_on_device(x: Any) -> bool:
    if not isinstance(x, jax.Array):
        return False
    # Random keys have no form on the host.
    is_key = jnp.issubdtype(x.dtype, jax.dtypes.prng_key)
    return is_key or len(x.sharding.device_set) > 1 or x.nbytes > _FETCHED


def _on_host(x: Any, y: Any, tolerances: _Tolerances, kind: str) -> _Found:
    count = nans = 0
    best: Any = None
    place = first = None
    for start in range(0, x.size, _BLOCK):
        # Copies of one block only, whatever the memory layout.
        p, q = (_wide(array.flat[start : start + _BLOCK], kind) for array in (x, y))
        apart = p != q if tolerances is None else ~np.isclose(p, q, *tolerances)
        where = np.flatnonzero(apart)
        count += len(where)
        if len(where) and first is None:
            first = start + where[0]
        if kind == "other" or not len(where):
            continue
        distances = _distances(p[where], q[where], kind)
        known = np.flatnonzero(~np.isnan(distances))
        nans += len(where) - len(known)
        if len(known):
            at = known[np.argmax(distances[known])]
            if best is None or distances[at] > best:
                best, place = distances[at], start + where[at]
    place = (first or 0) if place is None else place
    index = tuple(map(int, np.unravel_index(int(place), x.shape)))
    if kind == "other":
        return _Found(count, nans, None, index, None, None)
    ends = (_wide(array.flat[place : place + 1], kind)[0] for array in (x, y))
    return _Found(count, nans, np.nan if best is None else best, index, *ends)


def _wide(block: Any, kind: str) -> Any:
    """The elements in a dtype that NumPy reckons with; float16 and its like lose much."""
    if kind == "inexact":
        if block.dtype.kind not in "fc":
            return block.astype(np.float32).astype(np.float64)
        return block.astype(np.result_type(block.dtype, np.float64), copy=False)
    if kind == "integer" and block.dtype.kind not in "iu":
        return block.astype(np.int32)
    return block


def _distances(p: Any, q: Any, kind: str) -> Any:
    if kind == "integer":
        # The difference of two integers may need one bit more: it fits without a sign.
        return (np.maximum(p, q) - np.minimum(p, q)).view(f"u{p.dtype.itemsize}")
    with np.errstate(all="ignore"):
        return np.abs(p - q)


@functools.partial(jax.jit, static_argnames=("kind",))
def _reduced(x: Any, y: Any, tolerances: _Tolerances, kind: str) -> Any:
    """As `_on_host`. Nothing is reshaped, so that each shard is reduced on its own device."""
    p, q = (_wide_on_device(array, kind) for array in (x, y))
    apart = p != q if tolerances is None else ~jnp.isclose(p, q, *tolerances)
    count = jnp.sum(apart, dtype=jnp.uint32)
    if kind == "other":
        return count, 0, None, _first(apart)[0], None, None
    distances = _distances_on_device(p, q, kind)
    known = apart & ~jnp.isnan(distances)
    nans = count - jnp.sum(known, dtype=jnp.uint32)
    some_known = jnp.any(known)
    largest = jnp.max(distances, where=known, initial=0)
    index, here = _first(jnp.where(some_known, known & (distances == largest), apart))
    ends = (jnp.sum(jnp.where(here, array, 0), dtype=array.dtype) for array in (p, q))
    if kind == "inexact":
        largest = jnp.where(some_known, largest, jnp.nan)
    return count, nans, largest, index, *ends


def _wide_on_device(x: Any, kind: str) -> Any:
    if kind == "inexact":
        return x.astype(jnp.float32) if x.dtype.itemsize < 4 else x  # noqa: PLR2004
    if kind == "integer" and x.dtype.kind not in "iu":  # int4 and its like
        return x.astype(jnp.int32)
    return x


def _distances_on_device(p: Any, q: Any, kind: str) -> Any:
    if kind == "integer":
        distance = jnp.maximum(p, q) - jnp.minimum(p, q)
        return distance.astype(f"u{p.dtype.itemsize}")
    return jnp.abs(p - q)


def _first(chosen: Any) -> tuple[tuple[Any, ...], Any]:
    """The index of the first chosen element, and where it is as a mask; all by reductions."""
    index = []
    for axis in range(chosen.ndim):
        along = jax.lax.broadcasted_iota(jnp.int32, chosen.shape, axis)
        at = jnp.min(along, where=chosen, initial=chosen.shape[axis] - 1)
        index.append(at)
        chosen = chosen & (along == at)
    return tuple(index), chosen
