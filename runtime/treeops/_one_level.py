"""One level of a tree: a node, its keys and its children."""

from __future__ import annotations

import itertools
from collections import defaultdict
from types import FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import jax
import jax.tree_util as jtu
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

# jaxlib ships no stubs for its class, so that checkers see a variable here.
PyTreeDef: TypeAlias = jtu.PyTreeDef  # pyright: ignore[reportInvalidTypeForm]

# JAX cannot be told to treat these as nodes in any sensible program, so they cost no flatten.
_LEAF_TYPES = frozenset({bool, int, float, complex, str, bytes, np.ndarray, FunctionType})
_SORTED_DICTS = (dict, defaultdict)


class Level(NamedTuple):
    """One level of a tree: what stands directly below a node."""

    keys: list[Any]
    children: list[Any]
    treedef: PyTreeDef


def tree_flatten_one_level(pytree: Any) -> tuple[list[Any], PyTreeDef]:
    """Flattens one level: the immediate children of a node, and its structure.

    Args:
        pytree: Any node. A leaf gives itself as its only child, and `None` gives none.

    Returns:
        The children, in JAX's order, and a structure that rebuilds the node from them with
        `jax.tree_util.tree_unflatten`.

    Raises:
        ValueError: The node is one of its own children, as after `x.append(x)`. Longer ways
            back to a node are found by `tree_check`. Or the keys of a dict cannot be sorted.

    Example:
        >>> children, treedef = tree_flatten_one_level({"a": 3, "b": (1, 2)})
        >>> children
        [3, (1, 2)]
        >>> treedef
        PyTreeDef({'a': *, 'b': *})

    Behaves as `equinox.tree_flatten_one_level` of equinox 0.13.
    """
    if sorts_its_keys(pytree):
        sorted_keys(pytree, lambda: "pytree")  # JAX would not say which keys cannot be sorted
    level = keyed_level(pytree)
    if level is None:
        return [pytree], jtu.tree_structure(0)
    for key, child in zip(level.keys, level.children, strict=True):
        if child is pytree:
            message = (
                f"the {type(pytree).__name__} contains itself, at `pytree{jtu.keystr((key,))}`; "
                "a tree cannot be finite then: put a copy there, or nothing"
            )
            raise ValueError(message)
    return level.children, level.treedef


def keyed_level(node: Any) -> Level | None:
    """The level below a node; None for a leaf.

    Never looks below the children, so that a cyclic tree is as safe as any other.
    """
    if is_plain_leaf(node):
        return None
    calls = itertools.count()
    # The first call is for the node itself, all others are for its children: stopping there by
    # the count, not by identity, ends the walk even where the node is its own child.
    pairs, treedef = jtu.tree_flatten_with_path(node, is_leaf=lambda _: next(calls) > 0)
    if len(pairs) == 1 and not pairs[0][0]:
        return None
    return Level([path[0] for path, _ in pairs], [child for _, child in pairs], treedef)


def subnodes(node: Any) -> list[Any] | None:
    """The children of a node; None for a leaf.

    Raises:
        TypeError: The keys of a dict cannot be sorted; `unsortable_keys` says it better.
    """
    kind = type(node)
    if kind is tuple or kind is list:
        return list(node)
    if kind is dict:
        return [node[key] for key in sorted(node)]
    level = keyed_level(node)
    return None if level is None else level.children


def is_plain_leaf(node: Any) -> bool:
    """Whether the node is a leaf by its type alone: a number, a string, a function, an array."""
    return type(node) in _LEAF_TYPES or isinstance(node, jax.Array)


def sorted_keys(node: dict[Any, Any], name: Callable[[], str]) -> list[Any]:
    """The keys of a dict in JAX's order; `name` tells where the dict stands.

    Raises:
        ValueError: The keys cannot be compared with each other.
    """
    try:
        return sorted(node)
    except TypeError:
        raise unsortable_keys(node, name()) from None


def unsortable_keys(node: dict[Any, Any], name: str) -> ValueError:
    """What to raise for a dict whose keys JAX cannot sort."""
    kinds = sorted({type(key).__name__ for key in node})
    return ValueError(
        f"the keys of the dict at `{name}` cannot be sorted (they are of type "
        f"{', '.join(kinds)}), and JAX sorts the keys of every dict: use keys of one type"
    )


def sorts_its_keys(node: Any) -> bool:
    """Whether JAX sorts the keys of this node when it flattens it."""
    return type(node) in _SORTED_DICTS
