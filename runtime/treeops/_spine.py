"""New nodes in a tree: only those on the way from the root to them are built anew."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from treeops._one_level import one_level
from treeops._recorder import steps_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from treeops._one_level import PyTreeDef
    from treeops._recorder import Step

# The ways to several nodes: what is below each step, in the end the number of the node.
Ways: TypeAlias = "dict[Step, Ways | int]"

_DICTS = frozenset({dict, OrderedDict, defaultdict})


class OverlapError(Exception):
    """One of the nodes is inside another."""


def with_new_node(tree: Any, recorder: Any, value: Any) -> Any:
    """The tree with `value` in the place of one node. Lists and dicts of the tree change."""
    opened = []
    for step in steps_to(recorder):
        held, treedef = _opened(tree, share=False)
        opened.append((held, treedef, step))
        tree = held[step]
    for held, treedef, step in reversed(opened):
        held[step] = value
        value = held if treedef is None else treedef.unflatten(held)
    return value


def sharing_with_new_node(recorder: Any, value: Any) -> Any:
    """A new tree with `value` in the place of a node, that has the rest in common with its own."""
    _, parent, step, _, _ = recorder.treeops
    while parent is not None:
        node, above, step_above, _, level = parent.treeops
        if type(node) in _KNOWN:
            held, treedef = _opened(node, share=True)
        else:
            children, treedef = level or _children(node)
            held = [*children]
        held[step] = value
        value = held if treedef is None else treedef.unflatten(held)
        parent, step = above, step_above
    return value


def with_new_nodes(tree: Any, ways: Ways | int, values: dict[int, Any], *, share: bool) -> Any:
    """The tree with `values` at the ends of the ways, by their numbers.

    Changes the lists and dicts of the tree, or with `share` copies those on the way.
    """
    if isinstance(ways, int):
        return values[ways]
    if not ways:
        return tree
    held, treedef = _opened(tree, share)
    for step, below in ways.items():
        if type(below) is int:
            held[step] = values[below]
        else:
            held[step] = with_new_nodes(held[step], below, values, share=share)
    return held if treedef is None else treedef.unflatten(held)


class _TupleDef:
    """What builds a tuple, as a treedef does."""

    unflatten = staticmethod(tuple)


_TUPLE: Any = _TupleDef()
_KNOWN = _DICTS | {list, tuple}


def _opened(node: Any, share: bool) -> tuple[Any, PyTreeDef | None]:
    """What holds the children, to be changed, and what builds the node of it; None if it is."""
    kind = type(node)
    if kind is list:
        return (node.copy() if share else node), None
    if kind is tuple:
        return [*node], _TUPLE
    if kind not in _DICTS:
        return _children(node)
    if not share:
        return node, None
    if kind is dict:
        return {key: node[key] for key in sorted(node)}, None
    children, treedef = _children(node)
    return treedef.unflatten(children), None


def node_on_way(tree: Any, recorder: Any) -> Any:
    """What stands in a tree where the recorder's node stood."""
    for step in steps_to(recorder):
        tree = tree[step] if type(tree) in _KNOWN else _children(tree)[0][step]
    return tree


def nodes_on_ways(tree: Any, ways: Ways | int) -> Iterator[tuple[int, Any]]:
    """What stands at the ends of the ways, with its number, in the order of the tree."""
    if isinstance(ways, int):
        yield ways, tree
    elif ways:
        held: Any = tree if type(tree) in _KNOWN else _children(tree)[0]
        # JAX keeps the order of this one, and sorts all others.
        steps = (
            [step for step in tree if step in ways] if type(tree) is OrderedDict else sorted(ways)
        )
        for step in steps:
            below = ways[step]
            if type(below) is int:
                yield below, held[step]
            else:
                yield from nodes_on_ways(held[step], below)


def _children(node: Any) -> tuple[list[Any], PyTreeDef]:
    level = one_level(node)
    if level is None:
        # A recorder has seen its children; but a flatten need not give the same each time.
        message = f"the {type(node).__name__} is a leaf after it was copied, and was none before"
        raise ValueError(message)
    return level


def ways_to(recorders: Sequence[Any]) -> Ways | int:
    """The ways to some nodes as one; of a node that is there twice, the last number counts.

    Raises:
        OverlapError: One of the nodes is inside another.
    """
    root: dict[Any, Any] = {}
    known: dict[int, dict[Step, Any]] = {}
    for number, recorder in enumerate(recorders):
        _, parent, step, _, _ = recorder.treeops
        if parent is None:
            if all(other.treeops[1] is None for other in recorders):
                return len(recorders) - 1
            raise OverlapError
        # Many nodes of one parent mostly have its recorder in common.
        below = known.get(id(parent))
        if below is None:
            below = known[id(parent)] = _way(root, steps_to(parent))
        if type(below.get(step)) is dict:
            raise OverlapError
        below[step] = number
    return root


def _way(ways: dict[Any, Any], steps: list[Step]) -> dict[Any, Any]:
    for step in steps:
        below = ways.setdefault(step, {})
        if type(below) is int:
            raise OverlapError
        ways = below
    return ways


def leaf_places(recorders: Sequence[Any], leaves: list[Any]) -> list[tuple[int, int]] | None:
    """Which leaves of a tree were picked: their places and their numbers, in the tree's order.

    None where some are not leaves, or one object is at several places.
    """
    numbers = {id(recorder.treeops[0]): number for number, recorder in enumerate(recorders)}
    places = [
        (place, numbers[id(leaf)]) for place, leaf in enumerate(leaves) if id(leaf) in numbers
    ]
    if len(places) == len(numbers) == len({number for _, number in places}):
        return places
    return None
