"""One tree against the subtrees of another: prefixes, as JAX calls them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import jax.tree_util as jtu

from treeops._flatten import flatten, reject_endless
from treeops._key_paths import describe
from treeops._one_level import keyed_level

if TYPE_CHECKING:
    from collections.abc import Callable

    from treeops._one_level import PyTreeDef


@dataclasses.dataclass(frozen=True, slots=True)
class Prefix:
    """A tree by its leaves, to be held against trees that go at least as deep.

    `name` is what messages call it.
    """

    name: str
    tree: Any
    leaves: list[Any]
    treedef: PyTreeDef
    is_leaf: Callable[[Any], bool] | None

    def subtrees(self, pytree: Any, name: str) -> list[Any]:
        """The subtree of `pytree` that stands at each leaf of this tree.

        Raises:
            ValueError: `pytree`, which messages call `name`, has another structure.
        """
        reject_endless(pytree, root=name)
        try:
            subtrees: list[Any] = self.treedef.flatten_up_to(pytree)
        except ValueError:
            mismatch = _mismatch(self.tree, pytree, self.is_leaf)
            if mismatch is None:
                raise
            keys, here, there = mismatch
            message = (
                f"`{name}` does not have the structure of `{self.name}`: `{self.name}{keys}` is "
                f"{_shape(here)}, `{name}{keys}` is {_shape(there)}"
            )
            if _shape(here) == _shape(there):
                message += "; their static fields differ"
            raise ValueError(message) from None
        return subtrees


def as_prefix(pytree: Any, name: str, is_leaf: Callable[[Any], bool] | None = None) -> Prefix:
    """Flattens a tree to hold it against others."""
    leaves, treedef = flatten(pytree, is_leaf, root=name)
    return Prefix(name, pytree, leaves, treedef, is_leaf)


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
