"""How far JAX may go down a tree: never to the recursion limit.

JAX flattens by recursion, and where it comes to Python's recursion limit, in a tree that
contains itself or is nested very deeply, it may end the interpreter, or never end. What can be
had from it without looking at the tree first: it asks `is_leaf` at each node, and the answers
can take it no further than there is room for.
"""

from __future__ import annotations

import functools
import gc
import itertools
from typing import TYPE_CHECKING, Any, Final

import jax.tree_util as jtu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# A tree of so few nodes is not deep enough to be dangerous.
FEW_NODES: Final = 256
# After so many more, which may all be one below the other, there must be room again.
BATCH: Final = 400
# What a custom flatten may need below the deepest node.
_ROOM: Final = 100

_OPEN_ONE: Final = (False,)
_OPEN_FEW: Final = (False,) * FEW_NODES
_OPEN_BATCH: Final = (False,) * BATCH
_CLOSED: Final = itertools.repeat(True)


def _nested(depth: int) -> Any:
    made: Any = int
    for _ in range(depth):
        made = (made,)
    return made


_AS_DEEP_AS_A_BATCH: Final = _nested(BATCH + _ROOM)


def has_room() -> bool:
    """Whether a batch of nodes, one below the other, may be flattened from here."""
    try:
        # Each level of the tuples takes one of the same limit that JAX's recursion takes.
        isinstance(None, _AS_DEEP_AS_A_BATCH)
    except RecursionError:
        return False
    return True


class Opening:
    """Which nodes to open: all, as long as there is room."""

    stopped = False

    def is_leaf(self) -> Callable[[Any], bool]:
        """What to give to JAX, for one flatten."""
        # In C but for a batch, since it is called for each node. `next` takes the node for what
        # to give at the end, and there is none.
        batches = itertools.chain.from_iterable(iter(self._batch, None))
        return functools.partial(next, itertools.chain(_OPEN_FEW, batches))

    def _batch(self) -> Iterable[bool]:
        if has_room():
            return _OPEN_BATCH
        self.stopped = True
        return _CLOSED


def one_node() -> Callable[[Any], bool]:
    """An `is_leaf` that opens one node: by the count, as it may be its own child."""
    return functools.partial(next, itertools.chain(_OPEN_ONE, _CLOSED))


# The nodes whose children are what the garbage collector says they hold.
_BUILTIN: Final = frozenset({list, tuple, dict})
# Fewer nodes are flattened as fast with an `is_leaf`.
_MANY: Final = 64
_MOST_LEVELS: Final = 16
# A node may be there many times, below itself perhaps, so that there seem to be more than are.
_MOST_ON_TRUST: Final = 20_000


def is_large_and_shallow(pytree: Any) -> bool:
    """Whether this is a tree of builtin nodes that is safe to flatten with no `is_leaf`.

    Where it is one, that is found in a fifth of the time that flattening takes.
    """
    if type(pytree) not in _BUILTIN or not _looks_large(pytree):
        return False
    level: list[Any] = [pytree]
    for _ in range(_MOST_LEVELS):
        if jtu.all_leaves(level):
            return True
        kinds = {*map(type, level)}
        nodes = level
        if not kinds <= _BUILTIN:
            nodes = [node for node in level if type(node) in _BUILTIN]
            if not jtu.all_leaves(_others(level)):
                return False
        if sum(map(len, nodes)) > _MOST_ON_TRUST and len({*map(id, nodes)}) < len(nodes):
            return False
        level = gc.get_referents(*nodes)
    return False


def _others(level: list[Any]) -> Iterator[Any]:
    # None is a node to JAX, and one without children.
    return (node for node in level if node is not None and type(node) not in _BUILTIN)


def _looks_large(pytree: Any) -> bool:
    if len(pytree) > _MANY:
        return True
    for child in pytree.values() if type(pytree) is dict else pytree:
        if type(child) in _BUILTIN and len(child) > _MANY:
            return True
    return False
