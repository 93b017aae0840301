"""`tree_equal`: are trees the same, leaf for leaf."""

from __future__ import annotations

import functools
import operator
from typing import Any

import jax
import jax.core
import jax.numpy as jnp
import numpy as np

from treeops._filters import is_array, is_inexact_array
from treeops._flatten import flatten


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
    leaves, treedef = flatten(pytrees[0])
    pairs: list[tuple[Any, Any]] = []
    for pytree in pytrees[1:]:
        other_leaves, other_treedef = flatten(pytree)
        if other_treedef != treedef:
            return False
        pairs.extend(zip(leaves, other_leaves, strict=True))
    # All that is known without a device first: cheap, and it is what the answer is if False.
    if not all(_same_kind(x, y, typematch) for x, y in pairs):
        return False
    tolerance = Tolerance(rtol, atol)
    on_device = []
    for x, y in pairs:
        if isinstance(x, jax.Array) or isinstance(y, jax.Array) or tolerance.traced_for(x):
            on_device.append((x, y))
        elif not _equal_on_host(x, y, tolerance):
            return False
    if not on_device:
        return True
    equal = (tolerance.equal_on_device(x, y) for x, y in on_device)
    result: jax.Array = functools.reduce(operator.and_, equal)
    return result


def _same_kind(x: Any, y: Any, typematch: bool) -> bool:
    """Whether two leaves can be equal, going by what is known without their values."""
    if typematch and _type(x) is not _type(y):
        return False
    if not is_array(x):
        return not is_array(y)
    return is_array(y) and x.shape == y.shape and x.dtype == y.dtype


def _type(x: Any) -> type:
    return jax.Array if isinstance(x, jax.Array) else type(x)


def _equal_on_host(x: Any, y: Any, tolerance: Tolerance) -> Any:
    if not is_array(x):
        # As written: `__ne__` may be a class's own.
        return not x != y  # noqa: SIM202
    return tolerance.equal_on_host(x, y)


class Tolerance:
    """How far apart values may be: rtol and atol, each a scalar."""

    def __init__(self, rtol: Any, atol: Any) -> None:
        self.rtol = rtol
        self.atol = atol
        self.traced = any(isinstance(value, jax.core.Tracer) for value in (rtol, atol))
        self.exact = all(isinstance(value, int | float) and value == 0 for value in (rtol, atol))

    def traced_for(self, x: Any) -> bool:
        """Whether comparing this leaf takes a tolerance that NumPy cannot have."""
        return self.traced and is_inexact_array(x)

    def equal_on_host(self, x: Any, y: Any) -> Any:
        """Whether two NumPy arrays of one shape and dtype are equal."""
        if self.exact or not jnp.issubdtype(x.dtype, jnp.inexact):
            return bool(np.all(x == y))
        return np.allclose(x, y, rtol=self.rtol, atol=self.atol)

    def equal_on_device(self, x: Any, y: Any) -> jax.Array:
        """Whether two arrays of one shape and dtype are equal, as an array of shape ()."""
        if self.exact or not jnp.issubdtype(x.dtype, jnp.inexact):
            return jnp.all(x == y)
        return jnp.allclose(x, y, rtol=self.rtol, atol=self.atol)
