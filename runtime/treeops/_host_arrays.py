"""Comparing arrays in the memory of the host: many small ones at once, large ones in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from treeops._tolerance import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from treeops._tolerance import Tolerance

Arrays: TypeAlias = "Sequence[Any]"

# Arrays up to so many bytes are copied into one block, which costs less than a call for each.
SMALL: Final = 1 << 14
# The blocks grow from one array to so many bytes: most trees that differ do so at once.
_BLOCK: Final = 1 << 18
_GROWTH: Final = 8
# NumPy's arrays, of which many cost little more than one, begin with so many.
_FIRST_NUMPY: Final = 64
# Up to so many leaves are compared one by one.
FEW: Final = 6
# Larger arrays are compared in pieces that stay in the processor's cache.
_PIECE: Final = 1 << 14

# What objects raise that do not export their memory, or not as it is: arrays on other devices,
# sharded ones, those with gaps, and types that Python has no name for.
NO_BUFFER: Final = (BufferError, TypeError, ValueError)

_SCALARS: Final = frozenset([bool, int, float, complex, str, bytes])

# What `ndarray.all` comes to in the end.
_all = np.logical_and.reduce


def blocks_equal(xs: Arrays, ys: Arrays, dtype: Any, largest: int, first: int = 1) -> bool:
    """Whether small arrays of one dtype are equal, pair for pair.

    `largest` is the size of the largest in bytes, `first` how many to look at first.

    Raises:
        BufferError, TypeError, ValueError: One of them does not export its memory.
    """
    most = max(1, _BLOCK // max(1, largest))
    start, count = 0, min(most, first)
    while start < len(xs):
        x = b"".join(xs[start : start + count])
        y = b"".join(ys[start : start + count])
        # By value, not by bytes: zeros of both signs are equal, and NaN equals nothing.
        if x and not _all(np.frombuffer(x, dtype) == np.frombuffer(y, dtype)):
            return False
        start, count = start + count, min(most, _GROWTH * count)
    return True


def memory_equal(x: Any, y: Any, dtype: Any) -> bool:
    """Whether two arrays of one shape and dtype are equal, without a copy of either.

    Raises:
        BufferError, TypeError, ValueError: One of them does not export its memory.
    """
    return _pieces_equal(np.frombuffer(x, dtype), np.frombuffer(y, dtype))


def beginnings_equal(x: Any, y: Any, dtype: Any) -> bool:
    """Whether the first few values are equal: mostly enough to tell two arrays apart.

    Raises:
        BufferError, TypeError, ValueError: One of them does not export its memory.
    """
    count = SMALL // dtype.itemsize
    return bool(_all(np.frombuffer(x, dtype, count) == np.frombuffer(y, dtype, count)))


def _pieces_equal(x: Any, y: Any) -> bool:
    return all(
        _all(x[start : start + _PIECE] == y[start : start + _PIECE])
        for start in range(0, len(x), _PIECE)
    )


def few_equal(xs: Arrays, ys: Arrays) -> bool | None:
    """Whether numbers, strings and NumPy arrays are the same; None if others are among them.

    Without the preparations that pay only where there are more.
    """
    for x, y in zip(xs, ys, strict=True):
        if type(x) in _SCALARS and type(y) in _SCALARS:
            if x != y:
                return False
        elif type(x) is np.ndarray is type(y) and is_plain(x.dtype) and x.nbytes <= SMALL:
            if x.shape != y.shape or x.dtype != y.dtype or not (x == y).all():
                return False
        else:
            return None
    return True


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
        and tolerance.exact_for(dtype)
        and _ARRAYS.issuperset(map(type, xs))
        and _ARRAYS.issuperset(map(type, ys))
    ):
        try:
            return blocks_equal(xs, ys, dtype, largest, _FIRST_NUMPY)
        except NO_BUFFER:
            pass
    return all(_one_equal(x, y, tolerance) for x, y in zip(xs, ys, strict=True))


# No subclasses, which may have their own way of comparing.
_ARRAYS: Final = frozenset([np.ndarray, *np.sctypeDict.values()])


def _one_equal(x: Any, y: Any, tolerance: Tolerance) -> bool:
    dtype = x.dtype
    if not tolerance.exact_for(dtype):
        return bool(np.allclose(x, y, rtol=tolerance.rtol, atol=tolerance.atol))
    if not (is_plain(dtype) and type(x) is type(y) is np.ndarray):
        return bool(np.all(x == y))
    if x.nbytes > SMALL and x.flags.c_contiguous and y.flags.c_contiguous:
        return _pieces_equal(x.reshape(-1), y.reshape(-1))
    return bool((x == y).all())
