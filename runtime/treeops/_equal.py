"""`tree_equal`: are trees the same, leaf for leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax

from treeops._bounded import flatten_bounded
from treeops._device_arrays import equal_on_device, equal_traced, known
from treeops._host_arrays import FEW, few_equal, numpy_equal
from treeops._leaf_pairs import (
    JAX,
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
    leaves, treedef = flatten_bounded(pytrees[0])
    others: list[Any] = []
    for pytree in pytrees[1:]:
        other_leaves, other_treedef = flatten_bounded(pytree)
        if other_treedef != treedef:
            return False
        others += other_leaves
    if len(pytrees) != 2:  # noqa: PLR2004
        leaves = leaves * (len(pytrees) - 1)
    tolerance = as_tolerance(rtol, atol)
    if len(leaves) <= FEW and tolerance.exact and not typematch:
        few = few_equal(leaves, others)
        if few is not None:
            return few
    # All that is known without values first: cheap, and it is what the answer is if False.
    by_kind = sort_pairs(leaves, others, typematch)
    if by_kind is None or differ_on_their_face(by_kind):
        return False
    if len(by_kind) == 1 and OBJECT in by_kind:
        return True
    return _arrays_equal(by_kind, tolerance)


def _arrays_equal(by_kind: ByKind, tolerance: Tolerance) -> bool | jax.Array:
    if tolerance.traced:
        trace_inexact(by_kind)
    if NUMPY in by_kind and not numpy_equal(*by_kind[NUMPY], tolerance):
        return False
    equal: bool | jax.Array = True
    if JAX in by_kind:
        equal = _jax_equal(*by_kind[JAX], tolerance)
    if TRACED in by_kind:
        equal = equal_traced(zip(*by_kind[TRACED], strict=True), tolerance, equal)
    return equal


def _jax_equal(xs: list[Any], ys: list[Any], tolerance: Tolerance) -> jax.Array:
    """Whether JAX arrays are equal, as an array; NumPy arrays may be among them."""
    like = xs[0] if isinstance(xs[0], jax.Array) else ys[0]
    unknown = look(xs, ys, tolerance)
    if unknown is None:
        return known(False, like)
    return equal_on_device(unknown, tolerance) if unknown else known(True, like)
