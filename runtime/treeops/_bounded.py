"""Flattening at nearly JAX's own speed, and never into a tree that has no end."""

from __future__ import annotations

from functools import partial
from itertools import chain, repeat
from operator import length_hint
from typing import TYPE_CHECKING, Any, NamedTuple

import jax.tree_util as jtu

from treeops._flatten import flatten
from treeops._opening import FEW_NODES
from treeops._stops import answer_batches, has_stopped, nones_until_stopped, try_flatten_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from treeops._one_level import PyTreeDef


def flatten_bounded(pytree: Any, *, root: str = "pytree") -> tuple[list[Any], PyTreeDef]:
    """What `flatten` gives, in about the time that JAX takes; `root` is the tree's name.

    Raises:
        ValueError: A node of the tree contains itself, or the keys of a dict cannot be sorted.
        RecursionError: The tree is nested more deeply than JAX can follow.
    """
    asker = _take(_TO_LEAVES)
    try:
        flat: tuple[list[Any], PyTreeDef] = jtu.tree_flatten(pytree, asker.ask)
    except ValueError:  # keys that cannot be sorted, perhaps: the slow way says which
        return flatten(pytree, root=root)
    if length_hint(asker.first):
        _TO_LEAVES.append(asker)
        return flat
    return flatten(pytree, root=root) if has_stopped(asker.answers) else flat


def flatten_pair(
    one: Any, other: Any
) -> tuple[tuple[list[Any], PyTreeDef], tuple[list[Any], PyTreeDef]]:
    """What `flatten_bounded` gives of each."""
    asker = _take(_TO_LEAVES)
    try:
        flat, other_flat = jtu.tree_flatten(one, asker.ask), jtu.tree_flatten(other, asker.ask)
    except ValueError:
        return flatten(one), flatten(other)
    if length_hint(asker.first):
        _TO_LEAVES.append(asker)
    elif has_stopped(asker.answers):
        return flatten(one), flatten(other)
    return flat, other_flat


def flatten_to_nones(
    pytree: Any, is_leaf: Callable[[Any], bool] | None = None, *, root: str = "pytree"
) -> tuple[list[Any], PyTreeDef]:
    """The same, where each `None` is a leaf, and what `is_leaf` says."""
    if is_leaf is not None:
        return flatten_to(pytree, or_none(is_leaf), root=root)
    asker = _take(_TO_NONES)
    try:
        flat: tuple[list[Any], PyTreeDef] = jtu.tree_flatten(pytree, asker.ask)
    except ValueError:
        return flatten(pytree, _is_none, root=root)
    if length_hint(asker.first):
        _TO_NONES.append(asker)
        return flat
    return flatten(pytree, _is_none, root=root) if has_stopped(asker.answers) else flat


def flatten_to(
    pytree: Any, is_leaf: Callable[[Any], bool] | None, *, root: str = "pytree"
) -> tuple[list[Any], PyTreeDef]:
    """The same, down to where `is_leaf` says."""
    if is_leaf is None:
        return flatten_bounded(pytree, root=root)
    flat = try_flatten_to(pytree, is_leaf)
    return flatten(pytree, is_leaf, root=root) if flat is None else flat


class _Asker(NamedTuple):
    """An `is_leaf`, for one tree after another until the first few answers are used up.

    Making one for each small tree would take longer than flattening the tree. Whoever flattens
    takes one for as long, since another thread, or a custom flatten, may call meanwhile.
    """

    ask: Callable[[Any], bool]
    first: Iterator[bool]
    answers: Iterator[tuple[bool, ...]]


def _asker(*, at_nones: bool) -> _Asker:
    first = repeat(False, FEW_NODES)
    answers = answer_batches()
    next(answers)
    if at_nones:
        return _Asker(nones_until_stopped(first, answers), first, answers)
    # `next` takes the node for its default, and never needs it: the answers do not end.
    return _Asker(partial(next, chain(first, chain.from_iterable(answers))), first, answers)


_TO_LEAVES: list[_Asker] = []
_TO_NONES: list[_Asker] = []


def _take(askers: list[_Asker]) -> _Asker:
    try:
        return askers.pop()
    except IndexError:
        return _asker(at_nones=askers is _TO_NONES)


def _is_none(node: Any) -> bool:
    return node is None


def or_none(is_leaf: Callable[[Any], bool] | None) -> Callable[[Any], bool]:
    """What says yes to each `None` too."""
    return _is_none if is_leaf is None else lambda node: node is None or is_leaf(node)
