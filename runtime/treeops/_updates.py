"""`apply_updates`: one step of an optimiser."""

from __future__ import annotations

from typing import Any, TypeVar

from treeops._flatten import flatten
from treeops._prefix import as_prefix

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
    prefix = as_prefix(updates, "updates", is_leaf=_is_none)
    subtrees = prefix.subtrees(model, "model")
    updated = [
        _updated(subtree, update) for subtree, update in zip(subtrees, prefix.leaves, strict=True)
    ]
    result: T = prefix.treedef.unflatten(updated)
    return result


def _updated(subtree: Any, update: Any) -> Any:
    if update is None:
        return subtree
    leaves, treedef = flatten(subtree)
    return treedef.unflatten([leaf + update for leaf in leaves])


def _is_none(x: Any) -> bool:
    return x is None
