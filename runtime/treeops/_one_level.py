"""One level of a tree: a node, its keys and its children."""

from __future__ import annotations

from collections import defaultdict
from types import FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import jax
import jax.tree_util as jtu
import numpy as np

from treeops._opening import one_node

if TYPE_CHECKING:
    from collections.abc import Callable

# jaxlib ships no stubs for its class, so that checkers see a variable here.
PyTreeDef: TypeAlias = jtu.PyTreeDef  # pyright: ignore[reportInvalidTypeForm]

# JAX cannot be told to treat these as nodes in any sensible program, so they cost no flatten.
LEAF_TYPES = frozenset({bool, int, float, complex, str, bytes, np.ndarray, FunctionType})
# With the classes of JAX's arrays, as they are met: `isinstance` costs as much as a short flatten.
_PLAIN: set[type[Any]] = {*LEAF_TYPES}
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
    try:
        children, treedef = jtu.tree_flatten(pytree, one_node())
    except ValueError:
        if sorts_its_keys(pytree):
            # JAX would not say which keys cannot be sorted.
            sorted_keys(pytree, lambda: "pytree")
        raise
    for child in children:
        if child is pytree and not jtu.treedef_is_leaf(treedef):
            raise _contains_itself(pytree)
    return children, treedef


def _contains_itself(pytree: Any) -> ValueError:
    level = keyed_level(pytree) or Level([], [], None)
    pairs = zip(level.keys, level.children, strict=True)
    place = next((jtu.keystr((key,)) for key, child in pairs if child is pytree), "")
    return ValueError(
        f"the {type(pytree).__name__} contains itself, at `pytree{place}`; a tree cannot be "
        "finite then: put a copy there, or nothing"
    )


def one_level(node: Any) -> tuple[list[Any], PyTreeDef] | None:
    """The children of a node, and what builds it of them; None for a leaf.

    Never looks below the children, so that a cyclic tree is as safe as any other.
    """
    level = jtu.tree_flatten(node, one_node())
    # A leaf is its own only child; a node that is that has another structure.
    if len(level[0]) == 1 and jtu.treedef_is_leaf(level[1]):
        return None
    return level


def keyed_level(node: Any) -> Level | None:
    """The level below a node with its keys; None for a leaf. Otherwise as `one_level`."""
    if is_plain_leaf(node):
        return None
    pairs, treedef = jtu.tree_flatten_with_path(node, is_leaf=one_node())
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
    kind = type(node)
    if kind in _PLAIN:
        return True
    if not isinstance(node, jax.Array):
        return False
    _PLAIN.add(kind)
    return True


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
