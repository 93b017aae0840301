"""Comparing arrays in the memory of the host: many small ones at once, large ones in pieces."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from treeops._tolerance import is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from treeops._tolerance import Tolerance

Arrays: TypeAlias = "Sequence[Any]"

# Arrays up to so many bytes are copied into one block, which costs less than a call for each.
SMALL: Final = 1 << 14
# The blocks grow from one array to so many bytes: most trees that differ do so at once.
_BLOCK: Final = 1 << 18
_GROWTH: Final = 8
# NumPy's arrays, of which many cost little more than one, begin with so many.
_FIRST_NUMPY: Final = 64
# Up to so many bytes, what makes comparing quicker takes longer itself.
_MIDDLE: Final = 1 << 17
# Up to so many leaves are compared one by one.
FEW: Final = 16
# Arrays of more values are compared in pieces that stay in the processor's cache.
_WHOLE: Final = 1 << 18
_PIECE: Final = 1 << 16
# What takes longer than comparing begins with so many.
_BEGINNING: Final = 1 << 12

# What objects raise that do not export their memory, or not as it is: arrays on other devices,
# sharded ones, those with gaps, and types that Python has no name for.
NO_BUFFER: Final = (BufferError, TypeError, ValueError)

# No subclasses, which may have their own way of comparing.
_ARRAYS: Final = frozenset([np.ndarray, *np.sctypeDict.values()])
_OTHERS: Final = frozenset([bool, int, float, complex, str, bytes, FunctionType])

# What `ndarray.all` comes to in the end.
_all = np.logical_and.reduce


def _exactly(x: Any, y: Any) -> Any:
    # By value, not by bytes: zeros of both signs are equal, and NaN equals nothing.
    return _all(x == y)


def blocks_equal(
    pairs: tuple[Arrays, Arrays],
    dtype: Any,
    largest: int,
    first: int = 1,
    values_equal: Callable[[Any, Any], Any] = _exactly,
) -> bool:
    """Whether small arrays of one dtype are equal, pair for pair.

    `largest` is the size of the largest in bytes, `first` how many to look at first.

    Raises:
        BufferError, TypeError, ValueError: One of them does not export its memory.
    """
    xs, ys = pairs
    if values_equal is _exactly:
        dtype = _parts(dtype)
    most = max(1, _BLOCK // max(1, largest))
    start, count = 0, min(most, first)
    while start < len(xs):
        x = b"".join(xs[start : start + count])
        y = b"".join(ys[start : start + count])
        if x and not values_equal(np.frombuffer(x, dtype), np.frombuffer(y, dtype)):
            return False
        start, count = start + count, min(most, _GROWTH * count)
    return True


def memory_equal(x: Any, y: Any, dtype: Any) -> bool:
    """Whether two arrays of one shape and dtype are equal, without a copy of either.

    Raises:
        BufferError, TypeError, ValueError: One of them does not export its memory.
    """
    part = _parts(dtype)
    return _vectors_equal(np.frombuffer(x, part), np.frombuffer(y, part))


def _parts(dtype: Any) -> Any:
    """The type of the real and imaginary parts: NumPy compares these much quicker."""
    return _PARTS.get(dtype, dtype)


_PARTS: Final = {np.dtype("c8"): np.dtype("f4"), np.dtype("c16"): np.dtype("f8")}


def beginnings_equal(x: Any, y: Any, dtype: Any) -> bool:
    """Whether the first few values are equal: mostly enough to tell two arrays apart.

    Raises:
        BufferError, TypeError, ValueError: One of them does not export its memory.
    """
    count = SMALL // dtype.itemsize
    return bool(_all(np.frombuffer(x, dtype, count) == np.frombuffer(y, dtype, count)))


def _pieces_equal(x: Any, y: Any, values_equal: Callable[[Any, Any], Any], first: int) -> bool:
    """Whether two vectors are equal, of which the first so many values are looked at first."""
    start, end = 0, first
    while start < len(x):
        if not values_equal(x[start:end], y[start:end]):
            return False
        start, end = end, end + _PIECE
    return True


def count_equal(xs: Arrays, ys: Arrays, typematch: bool, tolerance: Tolerance) -> int | None:
    """How many pairs, from the first on, are equal numbers, strings, functions or NumPy arrays.

    None if one of them is not equal. Most trees that differ do so at once, so that the first few
    are compared one by one, without the preparations that pay only where there are more.
    """
    exact = tolerance.exact
    # Not with `zip`, as the pairs are mostly more than are looked at.
    for place in range(min(len(xs), FEW)):
        x, y = xs[place], ys[place]
        kind = type(x)
        if kind in _ARRAYS:
            if kind is not type(y) or x.dtype.hasobject:
                return _count_arrays(xs, ys, place, tolerance)
            if x.shape != y.shape or x.dtype != y.dtype:
                return None
            small = exact and x.nbytes <= _MIDDLE
            if not (_all(x == y, None) if small else _one_equal(x, y, tolerance)):
                return None
        elif kind not in _OTHERS or type(y) not in _OTHERS:
            return place
        elif x != y or (typematch and kind is not type(y)):
            return None
    return _count_arrays(xs, ys, FEW, tolerance) if len(xs) > FEW else len(xs)


def _count_arrays(xs: Arrays, ys: Arrays, count: int, tolerance: Tolerance) -> int | None:
    """The same from `count` on, of NumPy arrays only: each time of more together."""
    more = _FIRST_NUMPY
    while count < len(xs):
        some, others = xs[count : count + more], ys[count : count + more]
        kinds = [*map(type, some)]
        if not _ARRAYS.issuperset(kinds) or kinds != [*map(type, others)]:
            break
        if not same_look(some, others):
            return None
        # What other objects do when they are compared is for later, if there is nothing else.
        if any(x.dtype.hasobject for x in some):
            break
        if not numpy_equal(some, others, tolerance):
            return None
        count, more = count + len(some), _GROWTH * more
    return count


def same_look(xs: Arrays, ys: Arrays) -> bool:
    """Whether arrays are of the same shapes and dtypes, pair for pair."""
    return [x.shape for x in xs] == [y.shape for y in ys] and [x.dtype for x in xs] == [
        y.dtype for y in ys
    ]


def numpy_equal(xs: Arrays, ys: Arrays, tolerance: Tolerance) -> bool:
    """Whether NumPy arrays and scalars, of the same shapes and dtypes, are equal."""
    if len(xs) <= FEW:
        return all(_one_equal(x, y, tolerance) for x, y in zip(xs, ys, strict=True))
    return all(_group_equal(*group, tolerance) for group in _by_dtype(xs, ys))


def _by_dtype(xs: Arrays, ys: Arrays) -> Iterable[tuple[Arrays, Arrays]]:
    dtypes = [x.dtype for x in xs]
    if len(set(map(id, dtypes))) == 1:
        return [(xs, ys)]
    groups: dict[Any, tuple[list[Any], list[Any]]] = {}
    for x, y, dtype in zip(xs, ys, dtypes, strict=True):
        group = groups.setdefault(dtype, ([], []))
        group[0].append(x)
        group[1].append(y)
    return groups.values()


def _group_equal(xs: Arrays, ys: Arrays, tolerance: Tolerance) -> bool:
    """The same for arrays of one dtype."""
    dtype = xs[0].dtype
    largest = max([x.nbytes for x in xs])
    if (
        largest <= SMALL
        and is_plain(dtype)
        and _ARRAYS.issuperset(map(type, xs))
        and _ARRAYS.issuperset(map(type, ys))
    ):
        values_equal = _exactly if tolerance.exact_for(dtype) else tolerance.close
        try:
            return blocks_equal((xs, ys), dtype, largest, _FIRST_NUMPY, values_equal)
        except NO_BUFFER:
            pass
    return all(_one_equal(x, y, tolerance) for x, y in zip(xs, ys, strict=True))


def _one_equal(x: Any, y: Any, tolerance: Tolerance) -> bool:
    exact = tolerance.exact_for(x.dtype)
    if not type(x) is type(y) is np.ndarray:
        return bool(np.all(x == y)) if exact else tolerance.close(x, y)
    values_equal = _all_equal if exact else tolerance.close
    whole = _WHOLE if exact and x.dtype.kind != "c" else _BEGINNING
    if x.size <= whole:
        return values_equal(x, y)
    if x.flags.f_contiguous and y.flags.f_contiguous:
        x, y = x.T, y.T
    if not (x.flags.c_contiguous and y.flags.c_contiguous):
        return values_equal(x, y)
    x, y = x.reshape(-1), y.reshape(-1)
    if exact and is_plain(x.dtype):
        part = _parts(x.dtype)
        return _vectors_equal(x.view(part), y.view(part))
    return _pieces_equal(x, y, values_equal, _BEGINNING)


def _vectors_equal(x: Any, y: Any) -> bool:
    return _pieces_equal(x, y, _exactly, len(x) if len(x) <= _WHOLE else _PIECE)


def _all_equal(x: Any, y: Any) -> bool:
    return bool(_all(x == y, None))
