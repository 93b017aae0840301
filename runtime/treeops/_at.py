"""`tree_at`: out-of-place updates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, cast, overload

from treeops._flatten import flatten, fresh_copy
from treeops._key_paths import Path, describe
from treeops._one_level import PLAIN_LEAF_TYPES, is_plain_leaf, tree_flatten_one_level
from treeops._recorder import RECORDERS, picked_by, record
from treeops._selection import node_at, select
from treeops._siblings import Siblings
from treeops._spine import (
    OverlapError,
    leaf_places,
    node_on_way,
    nodes_on_ways,
    sharing_with_new_node,
    ways_to,
    with_new_node,
    with_new_nodes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from treeops._one_level import PyTreeDef
    from treeops._selection import IsLeaf, Where

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
    share: bool = False,
) -> T: ...
@overload
def tree_at(
    where: Callable[[T], Any],
    pytree: T,
    *,
    replace_fn: Callable[[Any], Any],
    is_leaf: Callable[[Any], bool] | None = None,
    share: bool = False,
) -> T: ...
def tree_at(  # noqa: PLR0913  (equinox's parameters, and one more)
    where: Callable[[T], Any],
    pytree: T,
    replace: Any = _UNSET,
    replace_fn: Callable[[Any], Any] = _UNSET,
    is_leaf: Callable[[Any], bool] | None = None,
    *,
    share: bool = False,
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
        share: Build only the containers on the way to the picked nodes anew, and have all others
            in common with `pytree`, and the replacement's own with `replace`. That takes time
            for the way only, however large the tree; a change of a common list or dict in place
            shows in both trees.

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

    Behaves as `equinox.tree_at` of equinox 0.13, which has no `share`, except that a static
    field or a missing key which holds None or `()` is an error here, and that a `__post_init__`
    is spared placeholders.
    """
    if (replace is _UNSET) is (replace_fn is _UNSET):
        raise _not_one_of_two(neither=replace is _UNSET)
    replacing = _Replacing(replace, replace_fn, share)
    siblings = None if share or is_leaf is not None else Siblings(pytree)
    picks = record(where, pytree, is_leaf, siblings)
    result = _UNSET
    if siblings is not None and siblings.any:
        numbers = siblings.numbers(picks)
        if numbers is not None:
            result = replacing.at_numbers(numbers, *siblings.flat, picks, where(pytree))
        # Without doubles, which only tell leaves.
        picks = record(where, pytree, is_leaf) if result is _UNSET else None
    if type(picks) in RECORDERS:
        result = replacing.at_node(picks, where, pytree)
    elif picks is not None:
        result = replacing.at_nodes(picks, where, pytree)
    if result is _UNSET:
        result = replacing.by_double(where, pytree, is_leaf)
    return cast("T", result)


def _not_one_of_two(neither: bool) -> ValueError:
    if neither:
        return ValueError("give one of `replace` and `replace_fn`: neither was given")
    return ValueError(
        "give one of `replace` and `replace_fn`, not both (the fourth argument is "
        "`replace_fn`: pass `is_leaf` by keyword)"
    )


# Of so few leaves for each that is replaced, looking at all is quicker than going to each.
_FEW_LEAVES = 64


class _Replacing:
    """What to put in the place of nodes, and how.

    The result of a method is `_UNSET` where recorders do not tell enough.
    """

    __slots__ = ("replace", "replace_fn", "share")

    def __init__(self, replace: Any, replace_fn: Any, share: bool) -> None:
        self.replace = replace
        self.replace_fn = replace_fn
        self.share = share

    def at_node(self, recorder: Any, where: Where, pytree: Any) -> Any:
        """The tree with another node in the place of one that was picked."""
        picked = recorder.treeops[0]
        if self.share:
            if where(pytree) is not picked:
                return _UNSET
            return sharing_with_new_node(recorder, self._new(picked))
        leaves, treedef = flatten(pytree)
        # After it was flattened, so that nothing a selector does to the tree is in the result.
        if where(pytree) is not picked:
            return _UNSET
        if len(leaves) <= _FEW_LEAVES:
            same = [leaf is picked for leaf in leaves]
            if same.count(True) == 1:
                leaves[same.index(True)] = self._new(picked)
                return treedef.unflatten(leaves)
        copy = treedef.unflatten(leaves)
        if self.replace_fn is not _UNSET:
            picked = node_on_way(copy, recorder)
        return with_new_node(copy, recorder, self._new(picked))

    def at_nodes(self, recorders: Sequence[Any], where: Where, pytree: Any) -> Any:
        """The tree with other nodes in the place of those that were picked."""
        if self.share:
            if not picked_by(recorders, where(pytree)):
                return _UNSET
            return self._at_ways(recorders, pytree)
        leaves, treedef = flatten(pytree)
        if not picked_by(recorders, where(pytree)):
            return _UNSET
        if len(leaves) <= _FEW_LEAVES * len(recorders):
            places = leaf_places(recorders, leaves)
            if places is not None:
                self._at_leaves(leaves, places, len(recorders))
                return treedef.unflatten(leaves)
        return self._at_ways(recorders, treedef.unflatten(leaves))

    def at_numbers(
        self, numbers: list[int], leaves: list[Any], treedef: PyTreeDef, seen: Any, picked: Any
    ) -> Any:
        """The tree with other leaves in the place of those with these numbers.

        `seen` is what the selector picked of doubles, `picked` what it picks of the tree.
        """
        if type(picked) is not type(seen) or len(picked) != len(numbers):
            return _UNSET
        for number, leaf in zip(numbers, picked, strict=True):
            if leaves[number] is not leaf:
                return _UNSET
        if self.replace_fn is _UNSET:
            values = self._given(len(numbers), single=False)
        else:
            numbers = sorted({*numbers})
            values = [self.replace_fn(leaves[number]) for number in numbers]
        plain = PLAIN_LEAF_TYPES
        for number, value in zip(numbers, values, strict=True):
            leaves[number] = value if type(value) in plain else self._fresh(value)
        return treedef.unflatten(leaves)

    def _new(self, picked: Any) -> Any:
        """The replacement of a single node."""
        new = self.replace if self.replace_fn is _UNSET else self.replace_fn(picked)
        return self._fresh(new)

    def _at_leaves(self, leaves: list[Any], places: list[tuple[int, int]], count: int) -> None:
        """Changes the list of leaves, where some of it were picked."""
        if self.replace_fn is not _UNSET:
            new = [self.replace_fn(leaves[place]) for place, _ in places]
        else:
            given = self._given(count, single=False)
            new = [given[number] for _, number in places]
        for (place, _), value in zip(places, new, strict=True):
            leaves[place] = self._fresh(value)

    def _at_ways(self, recorders: Sequence[Any], base: Any) -> Any:
        """Puts values into a tree, or into a new one that has the most in common with it."""
        try:
            ways = ways_to(recorders)
        except OverlapError:
            return _UNSET
        if self.replace_fn is _UNSET:
            values = dict(enumerate(self._given(len(recorders), single=False)))
        else:
            values = {number: self.replace_fn(node) for number, node in nodes_on_ways(base, ways)}
        fresh = {number: self._fresh(value) for number, value in values.items()}
        return with_new_nodes(base, ways, fresh, share=self.share)

    def by_double(self, where: Where, pytree: Any, is_leaf: IsLeaf) -> Any:
        """The new tree by a double of the whole tree, or what is wrong with the selector."""
        selection = select(where, pytree, is_leaf)
        paths = selection.paths
        base = pytree if self.share else selection.copy
        if self.replace_fn is _UNSET:
            values = dict(zip(paths, self._given(len(paths), selection.single), strict=True))
        else:
            values = {path: self.replace_fn(node_at(base, path)) for path in sorted({*paths})}
        fresh = {path: self._fresh(value) for path, value in values.items()}
        return _rebuild(base, fresh)

    def _given(self, count: int, single: bool) -> list[Any]:
        """The replacement for each node, as `replace` gives them."""
        if single:
            return [self.replace]
        try:
            given = len(self.replace)
        except TypeError:
            message = (
                f"`where` picked a sequence of {count} nodes, and `replace` is "
                f"{describe(self.replace)}: give a sequence of {count} replacements, or use "
                "`replace_fn` for the same in every place"
            )
            raise TypeError(message) from None
        if given != count:
            message = (
                f"`where` picked {count} nodes, and `replace` holds {given} replacements: give "
                "one for each node"
            )
            raise ValueError(message)
        return [*self.replace]

    def _fresh(self, value: Any) -> Any:
        return value if self.share else fresh_replacement(value)


def fresh_replacement(value: Any) -> Any:
    """A copy, so that a later change of it in place does not reach the new tree."""
    return value if is_plain_leaf(value) else fresh_copy(value, root="replacement")


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
