"""Flattening whole trees, with clear errors for those that cannot be."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

import jax.tree_util as jtu

from treeops._check import cycle_error, find_repeat
from treeops._opening import Opening, is_large_and_shallow

if TYPE_CHECKING:
    from collections.abc import Callable

    from treeops._one_level import PyTreeDef

T = TypeVar("T")

# Python's recursion limit, less what a custom flatten may need below the deepest node.
_ROOM = 50


class _Caution:
    """How many of the next calls look where they go before they flatten.

    An error in JAX's own recursion, from a custom flatten or keys that cannot be sorted, costs
    some levels of Python's recursion limit for good. So one that is caught again and again, as
    in a loop, must be found without JAX: each error makes the calls after it careful.
    """

    def __init__(self) -> None:
        self.calls = 0
        self._next = 64

    def after_error(self) -> None:
        self.calls = self._next
        self._next = min(2 * self._next, 1 << 20)


_caution = _Caution()


def flatten(
    pytree: Any, is_leaf: Callable[[Any], bool] | None = None, *, root: str = "pytree"
) -> tuple[list[Any], PyTreeDef]:
    """`jax.tree_util.tree_flatten`, safe for trees that have no end.

    JAX runs into Python's recursion limit there, and where a custom flatten is on the way each
    level of it stays counted: nothing that recurses works in that thread any more. `root` is
    what messages call the tree.

    Raises:
        ValueError: A node of the tree contains itself, or the keys of a dict cannot be sorted.
        RecursionError: The tree is nested more deeply than JAX can follow.
    """
    if _caution.calls > 0:  # several threads may count down
        _caution.calls -= 1
        _reject_cycle(pytree, root)
    opening = Opening()
    stops = None if is_large_and_shallow(pytree) else opening.is_leaf()
    try:
        flat = jtu.tree_flatten(pytree, stops)
        if opening.stopped:
            _reject_cycle(pytree, root)
            flat = jtu.tree_flatten(pytree)
    except Exception:
        _caution.after_error()
        _reject_cycle(pytree, root)  # says which keys cannot be sorted
        raise
    return flat if is_leaf is None else _stopped_by(pytree, is_leaf)


def reject_endless(pytree: Any, *, root: str = "pytree") -> None:
    """Raises what `flatten` raises, without ever going deep."""
    flatten(pytree, root=root)


def fresh_copy(pytree: T, *, root: str = "pytree") -> T:
    """The same tree with the same leaves, in new containers."""
    leaves, treedef = flatten(pytree, root=root)
    copy: T = treedef.unflatten(leaves)
    return copy


def _stopped_by(pytree: Any, is_leaf: Callable[[Any], bool]) -> tuple[list[Any], PyTreeDef]:
    """Flattens with an `is_leaf` whose errors do not pass through JAX."""
    errors: list[BaseException] = []

    def stops(node: Any) -> bool:
        if errors:
            return True
        try:
            return bool(is_leaf(node))
        except BaseException as error:  # noqa: BLE001  (raised again below)
            errors.append(error)
            return True

    flat = jtu.tree_flatten(pytree, stops)
    if errors:
        raise errors[0]
    return flat


def _reject_cycle(pytree: Any, root: str) -> None:
    """Raises what is wrong with a tree, found without JAX's recursion."""
    repeat = find_repeat(pytree, cycles_only=True, max_depth=_depth_left(), root=root)
    if repeat is not None:
        raise cycle_error(pytree, repeat.node, repeat.first, repeat.second, root)


def _depth_left() -> int:
    """How many more levels Python allows from here."""
    frame = sys._getframe()  # noqa: SLF001  (`inspect.currentframe` may give None)
    left = sys.getrecursionlimit() - _ROOM
    while frame.f_back is not None:
        frame = frame.f_back
        left -= 1
    return left
