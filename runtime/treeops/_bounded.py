"""Flattening at nearly JAX's own speed, and never into a tree that has no end."""

from __future__ import annotations

from functools import partial
from itertools import chain, repeat
from operator import length_hint
from typing import TYPE_CHECKING, Any, NamedTuple

import jax.tree_util as jtu

from treeops._flatten import flatten
from treeops._stops import (
    FEW_NODES,
    answer_batches,
    has_stopped,
    try_flatten_to,
    try_flatten_with_nones,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from treeops._one_level import PyTreeDef


def flatten_bounded(pytree: Any, *, root: str = "pytree") -> tuple[list[Any], PyTreeDef]:
    """What `flatten` gives, in about the time that JAX takes; `root` is the tree's name.

    Raises:
        ValueError: A node of the tree contains itself, or the keys of a dict cannot be sorted.
        RecursionError: The tree is nested more deeply than JAX can follow.
    """
    global _asker  # noqa: PLW0603  (making one for each small tree would cost more than the tree)
    asker = _asker
    try:
        flat: tuple[list[Any], PyTreeDef] = jtu.tree_flatten(pytree, asker.ask)
    except ValueError:  # keys that cannot be sorted, perhaps: the slow way says which
        return flatten(pytree, root=root)
    if length_hint(asker.first):
        return flat
    _asker = _new_asker()
    return flatten(pytree, root=root) if has_stopped(asker.answers) else flat


class _Asker(NamedTuple):
    """An `is_leaf`, for all trees until the first few answers are used up.

    It never goes back on having stopped, so that whoever shares it, a custom flatten or another
    thread, can tell.
    """

    ask: Callable[[Any], bool]
    first: Iterator[bool]
    answers: Iterator[tuple[bool, ...]]


def _new_asker() -> _Asker:
    first = repeat(False, FEW_NODES)
    answers = answer_batches()
    next(answers)
    # `next` takes the node for its default, and never needs it: the answers do not end.
    return _Asker(partial(next, chain(first, chain.from_iterable(answers))), first, answers)


_asker = _new_asker()


def flatten_to_nones(
    pytree: Any, is_leaf: Callable[[Any], bool] | None = None, *, root: str = "pytree"
) -> tuple[list[Any], PyTreeDef]:
    """The same, where each `None` is a leaf, and what `is_leaf` says."""
    if is_leaf is not None:
        return flatten_to(pytree, lambda node: node is None or is_leaf(node), root=root)
    try:
        flat = try_flatten_with_nones(pytree)
    except ValueError:
        flat = None
    return flatten(pytree, lambda node: node is None, root=root) if flat is None else flat


def flatten_to(
    pytree: Any, is_leaf: Callable[[Any], bool] | None, *, root: str = "pytree"
) -> tuple[list[Any], PyTreeDef]:
    """The same, down to where `is_leaf` says."""
    if is_leaf is None:
        return flatten_bounded(pytree, root=root)
    flat = try_flatten_to(pytree, is_leaf)
    return flatten(pytree, is_leaf, root=root) if flat is None else flat
