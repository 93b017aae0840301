"""Flattening whole trees, with clear errors for those that cannot be."""

from __future__ import annotations

import contextlib
import itertools
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import jax.tree_util as jtu

from treeops._check import cycle_error, find_repeat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from treeops._one_level import PyTreeDef

T = TypeVar("T")

# A tree of so few nodes is not deep enough to be dangerous.
_FEW_NODES = 256
# Python's recursion limit, less what a custom flatten may need below the deepest node.
_ROOM = 50


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
    reject_endless(pytree, root=root)
    with _named(pytree, root):
        return jtu.tree_flatten(pytree, is_leaf)


def reject_endless(pytree: Any, *, root: str = "pytree") -> None:
    """Raises what `flatten` raises, without ever going deep."""
    calls = itertools.count()
    # One quick look at the first few nodes: most trees have no more.
    with _named(pytree, root):
        jtu.tree_structure(pytree, is_leaf=lambda _: next(calls) >= _FEW_NODES)
    if next(calls) <= _FEW_NODES:
        return
    repeat = find_repeat(pytree, cycles_only=True, max_depth=_depth_left(), root=root)
    if repeat is not None:
        raise cycle_error(pytree, repeat.node, repeat.first, repeat.second, root)


@contextlib.contextmanager
def _named(pytree: Any, root: str) -> Iterator[None]:
    """Says where the keys of a dict cannot be sorted; JAX says only that some cannot."""
    try:
        yield
    except ValueError:
        find_repeat(pytree, cycles_only=True, root=root)
        raise


def _depth_left() -> int:
    """How many more levels Python allows from here."""
    frame = sys._getframe()  # noqa: SLF001  (`inspect.currentframe` may give None)
    left = sys.getrecursionlimit() - _ROOM
    while frame.f_back is not None:
        frame = frame.f_back
        left -= 1
    return left


def fresh_copy(pytree: T, *, endless: bool = True, root: str = "pytree") -> T:
    """The same tree with the same leaves, in new containers.

    `endless=False` says that the tree is known to have an end.
    """
    leaves, treedef = flatten(pytree, root=root) if endless else jtu.tree_flatten(pytree)
    copy: T = treedef.unflatten(leaves)
    return copy
