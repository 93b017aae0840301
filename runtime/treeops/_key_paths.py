"""Names of nodes, for messages: `pytree.layers[0].weight`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import jax.tree_util as jtu

from treeops._one_level import keyed_level

if TYPE_CHECKING:
    from collections.abc import Iterable

# A node's place: which child to take, level by level, from the root on.
Path: TypeAlias = tuple[int, ...]

# Values that are short and safe to show; others may be large, or raise in `repr`.
_SHOWN = (bool, int, float, complex, str, bytes, type(None))
_BUILTIN_NODES = (tuple, list, dict)
_LONGEST_SHOWN = 40


def node_name(pytree: Any, path: Path, root: str = "pytree") -> str:
    """The name of the node at `path`, from the root on: `pytree.layers[0]`.

    Names are only asked for when something is wrong, so they are made anew each time.
    """
    keys = []
    node = pytree
    for index in path:
        level = keyed_level(node)
        # A node whose flattening is not deterministic: the name ends where it can be followed.
        if level is None or index >= len(level.children):
            break
        keys.append(level.keys[index])
        node = level.children[index]
    return f"{root}{jtu.keystr(tuple(keys))}"


def node_names(pytree: Any, paths: Iterable[Path]) -> str:
    """The names of several nodes, ready for a sentence."""
    return ", ".join(f"`{node_name(pytree, path)}`" for path in paths)


def describe(value: Any) -> str:
    """A value for a message: itself where that is short, else its type."""
    if type(value) in _SHOWN or (type(value) in _BUILTIN_NODES and not value):
        shown = repr(value)
        if len(shown) <= _LONGEST_SHOWN:
            return shown
    return f"an object of type {type(value).__name__}"
