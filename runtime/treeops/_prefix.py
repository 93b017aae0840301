"""One tree against the subtrees of another: prefixes, as JAX calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax.tree_util as jtu

from treeops._flatten import reject_endless
from treeops._key_paths import describe
from treeops._one_level import keyed_level

if TYPE_CHECKING:
    from collections.abc import Callable


def prefix_error(
    error: ValueError,
    prefix: tuple[str, Any],
    pytree: tuple[str, Any],
    is_leaf: Callable[[Any], bool] | None = None,
) -> ValueError:
    """What to raise where `flatten_up_to` did: both trees come with what messages call them.

    `is_leaf` is what the prefix was flattened with.

    Raises:
        ValueError: The tree has no end, or the keys of a dict cannot be sorted.
    """
    (outer, outer_tree), (name, tree) = prefix, pytree
    reject_endless(tree, root=name)
    mismatch = _mismatch(outer_tree, tree, is_leaf)
    if mismatch is None:
        return error
    keys, here, there = mismatch
    message = (
        f"`{name}` does not have the structure of `{outer}`: `{outer}{keys}` is {_shape(here)}, "
        f"`{name}{keys}` is {_shape(there)}"
    )
    if _shape(here) == _shape(there):
        message += "; their static fields differ"
    return ValueError(message)


def _mismatch(
    prefix: Any, pytree: Any, is_leaf: Callable[[Any], bool] | None
) -> tuple[str, Any, Any] | None:
    """The first place where the structures part: its keys, and what stands there."""
    todo: list[tuple[tuple[Any, ...], Any, Any]] = [((), prefix, pytree)]
    while todo:
        keys, here, there = todo.pop()
        level = keyed_level(here)
        if level is None or (is_leaf is not None and is_leaf(here)):
            continue
        other = keyed_level(there)
        if other is None or other.treedef != level.treedef:
            return jtu.keystr(keys), here, there
        below = [
            ((*keys, key), child, other_child)
            for key, child, other_child in zip(
                level.keys, level.children, other.children, strict=True
            )
        ]
        todo.extend(reversed(below))
    return None


def _shape(node: Any) -> str:
    """A node for a message: its kind, and the names of its children."""
    level = keyed_level(node)
    if level is None or node is None:
        return describe(node)
    keys = ", ".join(jtu.keystr((key,)) for key in level.keys)
    return f"a {type(node).__name__} with {keys or 'no children'}"
