"""Comparing arrays in the memory of the host: many small ones at once, large ones in pieces."""

from __future__ import annotations

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
# Up to so many leaves are compared one by one.
FEW: Final = 6
# Larger arrays are compared in pieces that stay in the processor's cache.
_PIECE: Final = 1 << 16

# What objects raise that do not export their memory, or not as it is: arrays on other devices,
# sharded ones, those with gaps, and types that Python has no name for.
NO_BUFFER: Final = (BufferError, TypeError, ValueError)

# No subclasses, which may have their own way of comparing.
_ARRAYS: Final = frozenset([np.ndarray, *np.sctypeDict.values()])
_SCALARS: Final = frozenset([bool, int, float, complex, str, bytes])

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
    return _pieces_equal(np.frombuffer(x, part), np.frombuffer(y, part))


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


def _pieces_equal(x: Any, y: Any) -> bool:
    return all(
        _all(x[start : start + _PIECE] == y[start : start + _PIECE])
        for start in range(0, len(x), _PIECE)
    )


def few_equal(xs: Arrays, ys: Arrays, typematch: bool, tolerance: Tolerance) -> bool | None:
    """Whether numbers, strings and NumPy arrays are the same; None if others are among them.

    Without the preparations that pay only where there are more.
    """
    for x, y in zip(xs, ys, strict=True):
        kind = type(x)
        if kind in _SCALARS and type(y) in _SCALARS:
            if x != y or (typematch and kind is not type(y)):
                return False
        elif kind not in _ARRAYS or kind is not type(y) or x.nbytes > SMALL or x.dtype.hasobject:
            return None
        elif x.shape != y.shape or x.dtype != y.dtype or not _one_equal(x, y, tolerance):
            return False
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
    if tolerance.exact and x.nbytes <= SMALL:
        return _values_equal(x, y)
    dtype = x.dtype
    if not tolerance.exact_for(dtype):
        return bool(tolerance.close(x, y))
    if x.nbytes <= SMALL or not is_plain(dtype) or not type(x) is type(y) is np.ndarray:
        return _values_equal(x, y)
    if x.flags.f_contiguous and y.flags.f_contiguous:
        x, y = x.T, y.T
    if x.flags.c_contiguous and y.flags.c_contiguous:
        part = _parts(dtype)
        return _pieces_equal(x.reshape(-1).view(part), y.reshape(-1).view(part))
    return bool((x == y).all())


def _values_equal(x: Any, y: Any) -> bool:
    same = x == y
    # Some scalars, such as strings, answer with a Python bool.
    return bool(same.all() if type(same) in _ARRAYS else np.all(same))
