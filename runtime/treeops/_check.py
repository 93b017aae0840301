"""`tree_check`, and the search for nodes that appear twice."""

from __future__ import annotations

import collections
import dataclasses
from typing import Any, TypeAlias

import jax
import numpy as np

from treeops._key_paths import Path, node_name
from treeops._one_level import is_plain_leaf, sorted_keys, sorts_its_keys, subnodes
from treeops._stops import nodes_of

# A place as a linked list, so that going down a level costs the same at any depth.
_Link: TypeAlias = "tuple[_Link, int] | None"


# What need not be looked at. The classes of JAX's arrays join when they are first seen: JAX
# has no public name for them.
_LEAF_TYPES: set[type] = {bool, int, float, complex, str, bytes, type(None), np.ndarray}


@dataclasses.dataclass(frozen=True, slots=True)
class Repeat:
    """One node found at two places; in a cycle, the second is below the first."""

    node: Any
    first: Path
    second: Path
    cyclic: bool


def tree_check(pytree: Any) -> None:
    """Checks that every node of a tree is there once, and that none contains itself.

    Flattening and unflattening, as at the edge of `jax.jit`, turns one node at two places into
    two copies, which then train apart.

    Args:
        pytree: Any tree. Leaves, which may be of any shape, dtype and type, `None`, and nodes
            without children may be repeated.

    Raises:
        ValueError: A node is at two places, which the message names, or contains itself.

    Example:
        >>> tree_check([[1], [1]])
        >>> shared = [1]
        >>> tree_check({"a": shared, "b": shared})
        Traceback (most recent call last):
        ValueError: one list is both `pytree['a']` and `pytree['b']`: JAX makes two separate...

    Behaves as `equinox.tree_check` of equinox 0.13, except that nodes which a custom flatten
    makes on the fly are never taken for duplicates, and that no depth is too deep.
    """
    if _is_quickly_known_to_be_fine(pytree):
        return
    repeat = find_repeat(pytree)
    if repeat is None:
        return
    if repeat.cyclic:
        raise cycle_error(pytree, repeat.node, repeat.first, repeat.second)
    message = (
        f"one {type(repeat.node).__name__} is both `{node_name(pytree, repeat.first)}` and "
        f"`{node_name(pytree, repeat.second)}`: JAX makes two separate copies of it; build "
        "one object for each place, or keep it at one place only"
    )
    raise ValueError(message)


def _is_quickly_known_to_be_fine(pytree: Any) -> bool:
    """Whether one flatten shows that no node with children is at two places."""
    try:
        # Holding the nodes, as `find_repeat` does.
        nodes = nodes_of(pytree, _LEAF_TYPES)
    except ValueError:
        return False  # keys that cannot be sorted, which `find_repeat` names
    if nodes is None:
        return False
    # The last is a leaf, most likely one of many of its class.
    if nodes and isinstance(nodes[-1], jax.Array):
        _LEAF_TYPES.add(type(nodes[-1]))
    if len(set(map(id, nodes))) == len(nodes):
        return True
    counts = collections.Counter(map(id, nodes))
    again = {id(node): node for node in nodes if counts[id(node)] > 1}
    return not any(map(_has_children, again.values()))


def _has_children(node: Any) -> bool:
    return not is_plain_leaf(node) and bool(subnodes(node))


def cycle_error(
    pytree: Any, node: Any, first: Path, second: Path, root: str = "pytree"
) -> ValueError:
    """What to raise for a node that contains itself; `root` is what the tree is called."""
    return ValueError(
        f"the {type(node).__name__} at `{node_name(pytree, first, root)}` contains itself, at "
        f"`{node_name(pytree, second, root)}`: a tree cannot be finite then; put a copy there, or "
        "nothing"
    )


def too_deep() -> RecursionError:
    """What to raise for a tree that goes deeper than Python's recursion limit."""
    return RecursionError(
        "the tree is nested more deeply than JAX can flatten; make it flatter, for example with "
        "one list of layers instead of layers within layers"
    )


def find_repeat(
    pytree: Any,
    *,
    cycles_only: bool = False,
    max_depth: int | None = None,
    root: str = "pytree",
) -> Repeat | None:
    """The first node, depth first, that is at two places.

    Iterative, and never deeper in JAX than one level: see `flatten` for what would happen.

    Raises:
        RecursionError: The tree goes deeper than `max_depth` levels.
        ValueError: The keys of a dict cannot be sorted.
    """
    # Holding the nodes keeps their ids from being given to others: a flatten may build its
    # children anew each time.
    seen: dict[int, tuple[Any, _Link]] = {}
    open_: set[int] = set()
    todo: list[tuple[Any, _Link, bool]] = [(pytree, None, False)]
    while todo:
        node, link, leaving = todo.pop()
        if leaving:
            open_.discard(id(node))
            continue
        if id(node) in seen:
            first = seen[id(node)][1]
            cyclic = id(node) in open_
            if cyclic or not cycles_only:
                return Repeat(node, _path(first), _path(link), cyclic)
            continue
        children = _children(pytree, node, link, root)
        if not children:
            continue
        seen[id(node)] = (node, link)
        open_.add(id(node))
        if max_depth is not None and len(open_) > max_depth:
            raise too_deep()
        todo.append((node, None, True))
        todo.extend(
            (child, (link, index), False)
            for index, child in reversed([*enumerate(children)])
            if not is_plain_leaf(child)
        )
    return None


def _children(pytree: Any, node: Any, link: _Link, root: str) -> list[Any] | None:
    if not sorts_its_keys(node):
        return subnodes(node)
    keys = sorted_keys(node, lambda: node_name(pytree, _path(link), root))
    return [node[key] for key in keys]


def _path(link: _Link) -> Path:
    indices = []
    while link is not None:
        link, index = link
        indices.append(index)
    return tuple(reversed(indices))
