"""`tree_equal` on ten arrays: by dtype, size, tolerance, and where the difference is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np

from tests.benchmarks.tree_cases import comparing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.benchmarks.tree_cases import Calls

ARRAYS = 10
ELEMENTS = (1, 1_000, 100_000, 1_000_000)
POSITIONS = ("equal", "first differs", "last differs")


def _jax(dtype: Any) -> Callable[[int], Any]:
    return lambda size: (jnp.arange(size) % 7).astype(dtype)


def _numpy(dtype: Any) -> Callable[[int], Any]:
    return lambda size: (np.arange(size) % 7).astype(dtype)


def _keys(size: int) -> Any:
    # Made of numbers, as splitting so often would take long.
    return jax.random.wrap_key_data(jnp.arange(2 * size, dtype=jnp.uint32).reshape(size, 2))


_MAKERS = {
    "float32": _jax(jnp.float32),
    "bfloat16": _jax(jnp.bfloat16),
    "complex64": _jax(jnp.complex64),
    "int32": _jax(jnp.int32),
    "bool": _jax(jnp.bool_),
    "PRNG keys": _keys,
    "NumPy float64": _numpy(np.float64),
    "NumPy bfloat16": _numpy(ml_dtypes.bfloat16),
}
_TOLERANT = ("float32", "bfloat16", "complex64", "NumPy float64", "NumPy bfloat16")


def grid(elements: int) -> Iterator[tuple[str, str, Calls]]:
    """What the arrays are, where they differ, and who compares them."""
    for name, make in _MAKERS.items():
        one = [make(elements) for _ in range(ARRAYS)]
        for position in POSITIONS:
            other = _changed([make(elements) for _ in range(ARRAYS)], position)
            yield name, position, comparing(one, other)
            if name in _TOLERANT:
                yield f"{name}, rtol", position, comparing(one, other, rtol=1e-5)


def _changed(arrays: list[Any], position: str) -> list[Any]:
    if position == "equal":
        return arrays
    array, element = (0, 0) if position == "first differs" else (ARRAYS - 1, -1)
    changed = arrays[array]
    if isinstance(changed, np.ndarray):
        changed = changed.copy()
        changed[element] = 1 - changed[element]
    elif jnp.issubdtype(changed.dtype, jax.dtypes.prng_key):
        changed = changed.at[element].set(jax.random.key(7))
    elif changed.dtype == bool:
        changed = changed.at[element].set(~changed[element])
    else:
        changed = changed.at[element].add(1)
    return [*arrays[:array], changed, *arrays[array + 1 :]]
