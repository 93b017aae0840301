"""`apply_updates`: one step of an optimiser."""

from __future__ import annotations

from typing import Any, TypeVar

import jax
import jax.numpy as jnp
import jax.tree_util as jtu
import numpy as np
from jax import lax

from treeops._bounded import flatten_bounded, flatten_to_nones
from treeops._flatten import reject_endless
from treeops._leaf_pairs import HOST_TYPES, JAX, TRACED, kind_of
from treeops._prefix import prefix_error

T = TypeVar("T")


def apply_updates(model: T, updates: Any) -> T:
    """Adds updates to the leaves of a model, and leaves alone what has none.

    Args:
        model: Any tree.
        updates: A tree of the same structure, or a prefix of it: an update for a whole subtree
            is added to each of its leaves, and a `None` keeps a leaf or subtree as it is.

    Returns:
        A tree of the structure of `model`, with `leaf + update` at each leaf, so with the
        shapes and dtypes that this gives: a float32 leaf and a float64 update make float64.

    Raises:
        ValueError: `updates` is not a prefix of `model`; the message names the place.

    Example:
        >>> apply_updates({"w": 1.0, "b": (2.0, 3.0)}, {"w": 0.5, "b": None})
        {'b': (2.0, 3.0), 'w': 1.5}

    Behaves as `equinox.apply_updates` of equinox 0.13, except that an update for a subtree is
    added to its leaves; there it is added to the container itself, which mostly fails.
    """
    if updates is None:
        return model
    addends, treedef = flatten_to_nones(updates, root="updates")
    structure: Any = treedef
    try:
        parts = structure.flatten_up_to(model)
    except ValueError as error:
        raise prefix_error(error, ("updates", updates), ("model", model), _is_none) from None
    if HOST_TYPES.issuperset(map(type, parts)):
        updated = [
            part if addend is None else part + addend
            for part, addend in zip(parts, addends)  # noqa: B905  (as many as it was asked for)
        ]
    elif jtu.all_leaves(parts):
        updated = _sums(parts, addends)
    else:
        updated = [_updated(model, *pair) for pair in zip(parts, addends, strict=True)]
    result: T = structure.unflatten(updated)
    return result


def _updated(model: Any, part: Any, addend: Any) -> Any:
    if addend is None:
        return part
    try:
        leaves, treedef = flatten_bounded(part)
    except (ValueError, RecursionError):
        reject_endless(model, root="model")  # which knows where the part is
        raise
    return jtu.tree_unflatten(treedef, _sums(leaves, [addend] * len(leaves)))


def _sums(leaves: list[Any], addends: list[Any]) -> list[Any]:
    """`leaf + addend` for each pair, or the leaf where the addend is None."""
    return [
        leaf if addend is None else _sum(leaf, addend)
        for leaf, addend in zip(leaves, addends, strict=True)
    ]


def _sum(leaf: Any, addend: Any) -> Any:
    """The sum, by the shortest way that gives the same: JAX's operators look at much more."""
    kind, other = kind_of(leaf), kind_of(addend)
    if kind == JAX and (other == JAX or type(addend) is np.ndarray):
        return _compiled_sum(leaf, addend)
    if (
        kind == other == TRACED
        and jax.typeof(leaf) == jax.typeof(addend)
        and jnp.issubdtype(leaf.dtype, jnp.number)
    ):
        return lax.add(leaf, addend)
    return leaf + addend


@jax.jit
def _compiled_sum(leaf: Any, addend: Any) -> Any:
    return leaf + addend


def _is_none(x: Any) -> bool:
    return x is None
