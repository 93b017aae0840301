"""`tree_at`: out-of-place updates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

from treeops._flatten import fresh_copy
from treeops._key_paths import Path, describe
from treeops._one_level import tree_flatten_one_level
from treeops._selection import Selection, node_at, select

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class _Unset:
    """Says that an argument was not given: None is a fine replacement."""

    def __repr__(self) -> str:
        return "<not given>"


_UNSET: Final[Any] = _Unset()


@overload
def tree_at(
    where: Callable[[T], Any],
    pytree: T,
    replace: Any,
    *,
    is_leaf: Callable[[Any], bool] | None = None,
) -> T: ...
@overload
def tree_at(
    where: Callable[[T], Any],
    pytree: T,
    *,
    replace_fn: Callable[[Any], Any],
    is_leaf: Callable[[Any], bool] | None = None,
) -> T: ...
def tree_at(
    where: Callable[[T], Any],
    pytree: T,
    replace: Any = _UNSET,
    replace_fn: Callable[[Any], Any] = _UNSET,
    is_leaf: Callable[[Any], bool] | None = None,
) -> T:
    """Replaces nodes of a tree; the tree itself stays as it is.

    Args:
        where: Given a tree of the structure of `pytree`, returns the node to replace, or a
            sequence of nodes. It is called more than once, also with placeholders for leaves,
            so it may use the structure only: attributes, indices, keys, `isinstance` of
            containers, static fields, methods and properties that return a node. `()` and `[]`
            change nothing.
        pytree: Any tree. Leaves may be of any shape, dtype and type.
        replace: The replacement; for a sequence of nodes, one for each, as any sized iterable.
            Its shapes, dtypes and structure need not be those of the node. Of a node named
            twice, the last counts.
        replace_fn: In place of `replace`: called once on each node, in the order of the tree,
            gives its replacement.
        is_leaf: As for `jax.tree_util.tree_flatten`. With `lambda x: x is None`, each of
            several `None` can be replaced.

    Returns:
        A new tree: the same leaves, not copied, in new containers. As from any JAX
        transformation, dicts have their keys sorted, and attributes that are no fields are
        gone. The constructors of equinox modules are not run; those of other dataclasses run
        where JAX itself runs them when it unflattens.

    Raises:
        TypeError: `where` returned something that is not a node nor a sequence of nodes, such
            as a constant, a static field or a generator; or `replace` is no sized iterable
            where several nodes are replaced.
        ValueError: `where` depends on leaves, or picks a node and one inside it, or a `None`
            that could be one of several; `replace` is not as long as the picked nodes; both or
            neither of `replace` and `replace_fn` are given; a node contains itself.

    Example:
        >>> tree = [1, [2, {"a": 3, "b": 4}]]
        >>> tree_at(lambda t: t[1][1]["a"], tree, 5)
        [1, [2, {'a': 5, 'b': 4}]]
        >>> tree_at(lambda t: (t[0], t[1][0]), tree, replace_fn=lambda x: 10 * x)
        [10, [20, {'a': 3, 'b': 4}]]

    Behaves as `equinox.tree_at` of equinox 0.13, except that a static field or a missing key
    which holds None or `()` is an error here, and that a `__post_init__` is spared
    placeholders.
    """
    if replace is _UNSET and replace_fn is _UNSET:
        raise ValueError("give one of `replace` and `replace_fn`: neither was given")
    if replace is not _UNSET and replace_fn is not _UNSET:
        raise ValueError(
            "give one of `replace` and `replace_fn`, not both (the fourth argument is "
            "`replace_fn`: pass `is_leaf` by keyword)"
        )
    selection = select(where, pytree, is_leaf)
    if replace_fn is _UNSET:
        values = _given(selection, replace)
    else:
        values = {
            path: replace_fn(node_at(selection.copy, path)) for path in sorted({*selection.paths})
        }
    # Copied, so that a later change of the replacement in place does not reach the new tree.
    fresh = {path: fresh_copy(value, root="replacement") for path, value in values.items()}
    result: T = _rebuild(selection.copy, fresh)
    return result


def _given(selection: Selection, replace: Any) -> dict[Path, Any]:
    """The replacement for each path, as `replace` gives them."""
    paths = selection.paths
    if selection.single:
        return {paths[0]: replace}
    try:
        count = len(replace)
    except TypeError:
        message = (
            f"`where` picked a sequence of {len(paths)} nodes, and `replace` is "
            f"{describe(replace)}: give a sequence of {len(paths)} replacements, or use "
            "`replace_fn` for the same in every place"
        )
        raise TypeError(message) from None
    if count != len(paths):
        message = (
            f"`where` picked {len(paths)} nodes, and `replace` holds {count} replacements: give "
            "one for each node"
        )
        raise ValueError(message)
    return dict(zip(paths, replace, strict=True))


def _rebuild(node: Any, values: dict[Path, Any]) -> Any:
    """The tree with the values at their paths; only nodes on the way to one are built anew."""
    if () in values:
        return values[()]
    if not values:
        return node
    below: dict[int, dict[Path, Any]] = {}
    for path, value in values.items():
        below.setdefault(path[0], {})[path[1:]] = value
    children, treedef = tree_flatten_one_level(node)
    for index, group in below.items():
        children[index] = _rebuild(children[index], group)
    return treedef.unflatten(children)
