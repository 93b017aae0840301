"""Comparing arrays where they are: on any device, sharded, or traced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
from jax import lax

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treeops._tolerance import Tolerance

# From so many values on, XLA's processor backend is quicker if it compares first, on all cores,
# and looks whether all are equal after that.
_IN_TWO_STEPS = 1 << 17


def equal_on_device(pairs: Iterable[tuple[Any, Any]], tolerance: Tolerance) -> jax.Array:
    """Whether all pairs are equal, each of one shape and dtype, as an array of shape ().

    Nothing waits for the result, nor moves an array.
    """
    equal: Any = None
    for x, y in pairs:
        if equal is None:
            equal = _answer(True, x if isinstance(x, jax.Array) else y, bound=False)
        if not tolerance.exact_for(x.dtype):
            equal = _and_close(equal, x, y, tolerance.rtol, tolerance.atol)
        elif x.size >= _IN_TWO_STEPS and _is_on_host(x):
            equal = _and_all(equal, _same(x, y))
        else:
            equal = _and_equal(equal, x, y)
    result: jax.Array = equal
    return result


def equal_traced(
    pairs: Iterable[tuple[Any, Any]], tolerance: Tolerance, so_far: bool | jax.Array
) -> jax.Array:
    """The same, where one of each pair is traced: with few operations, quickly traced."""
    equal: Any = so_far
    for x, y in pairs:
        if not tolerance.exact_for(x.dtype):
            same = jnp.allclose(x, y, rtol=tolerance.rtol, atol=tolerance.atol)
        elif jnp.issubdtype(x.dtype, jax.dtypes.extended):
            same = jnp.all(x == y)
        else:
            same = lax.reduce_and(lax.eq(x, y), tuple(range(x.ndim)))
        equal = same if equal is True else lax.bitwise_and(equal, same)
    result: jax.Array = equal
    return result


# What was answered before, by value and place: making an array takes longer than comparing a
# few, and waiting for it as long again.
_ANSWERS: dict[tuple[bool, Any, bool], jax.Array] = {}


def known(value: bool, like: jax.Array) -> jax.Array:
    """An array of shape () of what is known already, on the device of `like`.

    As JAX's own results are, it is bound to that device if `like` is.
    """
    bound = bool(getattr(like, "committed", False)) and len(like.devices()) == 1
    return _answer(value, like, bound)


def _answer(value: bool, like: jax.Array, bound: bool) -> jax.Array:
    device = min(like.devices(), key=_device_id)
    answer = _ANSWERS.get((value, device, bound))
    if answer is None or answer.is_deleted():
        with jax.ensure_compile_time_eval(), jax.default_device(device):
            answer = jax.device_put(value, device) if bound else jnp.asarray(value)
        _ANSWERS[value, device, bound] = answer
    return answer


def _device_id(device: Any) -> int:
    number: int = device.id
    return number


def _is_on_host(x: Any) -> bool:
    return isinstance(x, jax.Array) and next(iter(x.devices())).platform == "cpu"


@jax.jit
def _and_equal(equal: Any, x: Any, y: Any) -> Any:
    return equal & jnp.all(x == y)


@jax.jit
def _and_all(equal: Any, same: Any) -> Any:
    return equal & jnp.all(same)


@jax.jit
def _same(x: Any, y: Any) -> Any:
    return x == y


@jax.jit
def _and_close(equal: Any, x: Any, y: Any, rtol: Any, atol: Any) -> Any:
    return equal & jnp.allclose(x, y, rtol=rtol, atol=atol)
