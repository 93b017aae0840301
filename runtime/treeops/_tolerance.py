"""How far apart values may be and still be equal."""

from __future__ import annotations

import functools
from typing import Any, Final, NamedTuple

import jax.core
import jax.numpy as jnp
import numpy as np

# Types whose values NumPy compares quickly, and exports as plain memory.
_PLAIN_KINDS = frozenset("biufc")


class Tolerance(NamedTuple):
    """rtol and atol, each a scalar.

    `exact` where both are zero, `traced` where NumPy cannot compare with them.
    """

    rtol: Any
    atol: Any
    exact: bool
    traced: bool

    def exact_for(self, dtype: Any) -> bool:
        """Whether values of this type must be the same: integers, keys and the like must."""
        return self.exact or not _is_inexact(dtype)

    def close(self, x: Any, y: Any) -> Any:
        """Whether two NumPy arrays are equal but for the tolerance."""
        if not is_plain(x.dtype):
            # Exactly, from the narrower types that NumPy does not know; NumPy 1 cannot compare
            # those with numbers.
            x, y = np.asarray(x, np.float32), np.asarray(y, np.float32)
        return np.allclose(x, y, rtol=self.rtol, atol=self.atol)


@functools.lru_cache(maxsize=256)
def _is_inexact(dtype: Any) -> bool:
    return bool(jnp.issubdtype(dtype, jnp.inexact))


_NUMBERS = (float, int, bool)
_EXACT: Final = Tolerance(0.0, 0.0, exact=True, traced=False)


def as_tolerance(rtol: Any, atol: Any) -> Tolerance:
    """A tolerance of what a user gave."""
    if type(rtol) in _NUMBERS and type(atol) in _NUMBERS and rtol == atol == 0:
        return _EXACT
    traced = isinstance(rtol, jax.core.Tracer) or isinstance(atol, jax.core.Tracer)
    return Tolerance(rtol, atol, exact=False, traced=traced)


def is_plain(dtype: Any) -> bool:
    """Whether values of this type are as NumPy knows them: no keys, bfloat16, or strings."""
    return isinstance(dtype, np.dtype) and dtype.kind in _PLAIN_KINDS
