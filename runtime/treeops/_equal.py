"""`tree_equal`: are trees the same, leaf for leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax

from treeops._bounded import flatten_bounded, flatten_pair
from treeops._device_arrays import equal_on_device, equal_traced, known
from treeops._host_arrays import count_equal, numpy_equal
from treeops._leaf_pairs import (
    JAX,
    KEYS,
    NUMPY,
    OBJECT,
    TRACED,
    differ_on_their_face,
    sort_pairs,
    trace_inexact,
)
from treeops._quick_look import look
from treeops._tolerance import as_tolerance

if TYPE_CHECKING:
    from treeops._leaf_pairs import ByKind
    from treeops._quick_look import Pairs
    from treeops._tolerance import Tolerance


def tree_equal(
    *pytrees: Any,
    typematch: bool = False,
    rtol: Any = 0.0,
    atol: Any = 0.0,
) -> bool | jax.Array:
    """Whether all trees have the same structure and equal leaves.

    Args:
        *pytrees: One or more trees. Arrays are equal where their shapes, dtypes and values
            are; NaN differs from NaN, and -0.0 equals 0.0. An array never equals a Python
            scalar. Other leaves are compared with `==`, so that `1`, `1.0` and `True` are
            equal. Weak types do not matter.
        typematch: Leaves must be of one type too: a NumPy array is not a JAX array then, nor
            `1` equal to `1.0`.
        rtol: Relative tolerance for arrays of floating and complex dtype, a scalar, as in
            `numpy.allclose`.
        atol: Absolute tolerance, likewise.

    Returns:
        `False` where structure, types, shapes, dtypes or NumPy and Python values differ. Else
        a JAX array of shape () and dtype bool if there are JAX arrays to compare, traced under
        `jax.jit`; `True` if there are none. Ask `tree_equal(...) is True` for what must be
        known while tracing.

    Raises:
        IndexError: No tree is given.

    Example:
        >>> import numpy as np
        >>> tree_equal({"a": 1, "b": np.ones(2)}, {"a": 1.0, "b": np.ones(2)})
        True
        >>> tree_equal([1], (1,))
        False
        >>> tree_equal([1], [1.0], typematch=True)
        False

    Behaves as `equinox.tree_equal` of equinox 0.13, except that tolerances count for NumPy
    arrays of JAX's own dtypes such as bfloat16 too, that what is known to differ gives `False`
    whatever stands before it, and that `typematch` takes all JAX arrays, traced ones included,
    for one type.
    """
    if not pytrees:
        raise IndexError("`tree_equal` compares one or more trees, and none was given")
    if len(pytrees) == 2:  # noqa: PLR2004
        (leaves, treedef), (others, other_treedef) = flatten_pair(*pytrees)
        if other_treedef != treedef:
            return False
    else:
        both = _flat(pytrees)
        if both is None:
            return False
        leaves, others = both
    tolerance = as_tolerance(rtol, atol)
    if not tolerance.traced:
        count = count_equal(leaves, others, typematch, tolerance)
        if count is None:
            return False
        if count == len(leaves):
            return True
        if count:
            leaves, others = leaves[count:], others[count:]
    # All that is known without values first: cheap, and it is what the answer is if False.
    by_kind = sort_pairs(leaves, others, typematch)
    if by_kind is None or differ_on_their_face(by_kind):
        return False
    if len(by_kind) == 1 and OBJECT in by_kind:
        return True
    return _arrays_equal(by_kind, tolerance)


def _flat(pytrees: tuple[Any, ...]) -> tuple[list[Any], list[Any]] | None:
    """The leaves of the first, once for each other tree, and of these; None if they differ."""
    leaves, treedef = flatten_bounded(pytrees[0])
    others: list[Any] = []
    for pytree in pytrees[1:]:
        other_leaves, other_treedef = flatten_bounded(pytree)
        if other_treedef != treedef:
            return None
        others += other_leaves
    return leaves * (len(pytrees) - 1), others


def _arrays_equal(by_kind: ByKind, tolerance: Tolerance) -> bool | jax.Array:
    if tolerance.traced:
        trace_inexact(by_kind)
    if NUMPY in by_kind and not numpy_equal(*by_kind[NUMPY], tolerance):
        return False
    equal: bool | jax.Array = True
    unknown: Pairs = [*zip(*by_kind.get(KEYS, ([], [])), strict=True)]
    if JAX in by_kind:
        more = look(*by_kind[JAX], tolerance)
        if more is None:
            return known(False, _first_of(by_kind[JAX]))
        equal = known(True, _first_of(by_kind[JAX]))
        unknown += more
    if unknown:
        equal = equal_on_device(unknown, tolerance)
    if TRACED in by_kind:
        equal = equal_traced(zip(*by_kind[TRACED], strict=True), tolerance, equal)
    return equal


def _first_of(pairs: tuple[list[Any], list[Any]]) -> jax.Array:
    """One that is no NumPy array, of a pair of which the other may be."""
    array: jax.Array = pairs[0][0] if isinstance(pairs[0][0], jax.Array) else pairs[1][0]
    return array
