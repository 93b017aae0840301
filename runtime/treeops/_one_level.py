"""One level of a tree: a node, its keys and its children."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
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
PLAIN_LEAF_TYPES: set[type[Any]] = {*LEAF_TYPES}
_SORTED_DICTS = (dict, defaultdict)


class Level(NamedTuple):
    """One level of a tree: what stands directly below a node."""

    keys: list[Any]
    children: list[Any]
    treedef: PyTreeDef


def tree_flatten_one_level(pytree: Any) -> tuple[list[Any], PyTreeDef]:
    """Flattens one level: the immediate children of a node, and its structure.

    Args:
        pytree: Any node. A leaf, of any shape, dtype and type, gives itself as its only child,
            and `None` gives none.

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
    known = _KNOWN.get(type(pytree))
    if known is not None:
        level = known(pytree)
    else:
        try:
            level = _tree_flatten(pytree, partial(next, iter(_ONE_OF_MANY)))
        except Exception:  # noqa: BLE001  (who looks again says what it is, if it is an error)
            level = _large_level(pytree)
            _KNOWN[type(pytree)] = _large_level
    for child in level[0]:
        if child is pytree:
            _reject_node(pytree)
    return level


def _reject_node(pytree: Any) -> None:
    """Raises for a node that is its own child; a leaf may be."""
    if is_plain_leaf(pytree):
        _KNOWN[type(pytree)] = _leaf_level
        return
    level = keyed_level(pytree)
    if level is None:
        return
    pairs = zip(level.keys, level.children, strict=True)
    place = next((jtu.keystr((key,)) for key, child in pairs if child is pytree), "")
    message = (
        f"the {type(pytree).__name__} contains itself, at `pytree{place}`; a tree cannot be "
        "finite then: put a copy there, or nothing"
    )
    raise ValueError(message)


_tree_flatten = jtu.tree_flatten
# The treedefs that come up often, and are always the same.
_LEAF: PyTreeDef = jtu.tree_structure(0)
_NONE: PyTreeDef = jtu.tree_structure(None)
_LENGTHS = range(33)
_LISTS: list[PyTreeDef] = [jtu.tree_structure([0] * length) for length in _LENGTHS]
_TUPLES: list[PyTreeDef] = [jtu.tree_structure((0,) * length) for length in _LENGTHS]


# An `is_leaf` that opens one node and has answers for so many children is quicker than `one_node`.
_MOST_CHILDREN = 10_000
_ONE_OF_MANY = (False,) + (True,) * _MOST_CHILDREN


def _large_level(node: Any) -> tuple[list[Any], PyTreeDef]:
    try:
        return _tree_flatten(node, one_node())
    except ValueError:
        if sorts_its_keys(node):
            # JAX would not say which keys cannot be sorted.
            sorted_keys(node, lambda: "pytree")
        raise


def _list_level(node: list[Any]) -> tuple[list[Any], PyTreeDef]:
    return (node.copy(), _LISTS[len(node)]) if len(node) in _LENGTHS else _large_level(node)


def _tuple_level(node: tuple[Any, ...]) -> tuple[list[Any], PyTreeDef]:
    return ([*node], _TUPLES[len(node)]) if len(node) in _LENGTHS else _large_level(node)


def _leaf_level(node: Any) -> tuple[list[Any], PyTreeDef]:
    return [node], _LEAF


def _none_level(_: None) -> tuple[list[Any], PyTreeDef]:
    return [], _NONE


_KNOWN: dict[type[Any], Callable[[Any], tuple[list[Any], PyTreeDef]]] = {
    **dict.fromkeys(LEAF_TYPES, _leaf_level),
    type(None): _none_level,
    list: _list_level,
    tuple: _tuple_level,
}


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
    if kind in PLAIN_LEAF_TYPES:
        return True
    if not isinstance(node, jax.Array):
        return False
    PLAIN_LEAF_TYPES.add(kind)
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
