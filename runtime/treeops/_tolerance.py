"""How far apart values may be and still be equal."""

from __future__ import annotations

import functools
import math
from typing import Any, Final, NamedTuple

import jax.core
import jax.numpy as jnp
import numpy as np

# Types whose values NumPy compares quickly, and exports as plain memory.
_PLAIN_KINDS = frozenset("biufc")


class Tolerance(NamedTuple):
    """rtol and atol, each a scalar.

    `exact` where both are zero, `usual` where both are Python numbers, neither negative nor
    infinite, and `traced` where NumPy cannot compare with them.
    """

    rtol: Any
    atol: Any
    exact: bool
    usual: bool
    traced: bool

    def exact_for(self, dtype: Any) -> bool:
        """Whether values of this type must be the same: integers, keys and the like must."""
        return self.exact or not _is_inexact(dtype)

    def close(self, x: Any, y: Any) -> bool:
        """Whether two NumPy arrays are equal but for the tolerance."""
        if not self.usual or type(x) is not np.ndarray or type(y) is not np.ndarray:
            return bool(np.allclose(_known(x), _known(y), rtol=self.rtol, atol=self.atol))
        same = x == y
        if _all(same, None):
            return True
        if x.size > _MANY:
            different = np.nonzero(~same)
            x, y, same = x[different], y[different], False
        return self._close(_known(x), _known(y), same)

    def _close(self, x: Any, y: Any, same: Any) -> bool:
        # What `numpy.allclose` does in the end, after a look at what it was given that takes
        # longer than comparing small arrays.
        with np.errstate(invalid="ignore"):
            near = np.abs(x - y) <= self.atol + self.rtol * np.abs(y)
        return bool(_all(near & np.isfinite(y) | same, None))


# What `ndarray.all` comes to in the end.
_all = np.logical_and.reduce
# Of so many values, only those that differ are looked at again.
_MANY: Final = 1 << 10


def _known(array: Any) -> Any:
    """The array in a type that NumPy knows: of narrower ones, NumPy 1 compares no numbers."""
    return array if is_plain(array.dtype) else np.asarray(array, np.float32)


@functools.lru_cache(maxsize=256)
def _is_inexact(dtype: Any) -> bool:
    return bool(jnp.issubdtype(dtype, jnp.inexact))


_NUMBERS = (float, int, bool)
_EXACT: Final = Tolerance(0.0, 0.0, exact=True, usual=True, traced=False)


def as_tolerance(rtol: Any, atol: Any) -> Tolerance:
    """A tolerance of what a user gave."""
    if type(rtol) in _NUMBERS and type(atol) in _NUMBERS:
        if rtol == atol == 0:
            return _EXACT
        usual = 0 <= rtol < math.inf and 0 <= atol < math.inf
        return Tolerance(rtol, atol, exact=False, usual=usual, traced=False)
    traced = isinstance(rtol, jax.core.Tracer) or isinstance(atol, jax.core.Tracer)
    return Tolerance(rtol, atol, exact=False, usual=False, traced=traced)


def is_plain(dtype: Any) -> bool:
    """Whether values of this type are as NumPy knows them: no keys, bfloat16, or strings."""
    return isinstance(dtype, np.dtype) and dtype.kind in _PLAIN_KINDS
