"""What a `where` picks: the paths of nodes, or an error that says what is wrong with it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias

from treeops._check import too_deep
from treeops._flatten import flatten, fresh_copy
from treeops._key_paths import Path, describe, node_name, node_names
from treeops._marks import PLACEHOLDER_ERRORS, MarkedTree, Placeholder, mark
from treeops._one_level import subnodes

Where: TypeAlias = Callable[[Any], Any]
IsLeaf: TypeAlias = Callable[[Any], bool] | None

_UNORDERED_OR_UNSIZED = (Iterator, AbstractSet, ValuesView)


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """The nodes that a `where` picked, in its order, and a copy of the tree to build on."""

    copy: Any
    paths: list[Path]
    single: bool


def select(where: Where, pytree: Any, is_leaf: IsLeaf) -> Selection:
    """Calls `where` on a copy of the tree and on its double, and finds the picked nodes.

    Raises:
        TypeError: What `where` returned is neither a node nor a sequence of nodes.
        ValueError: `where` depends on leaves, picks nodes of which one holds another, or picks
            a `None` that could be any of several.
    """
    # First, as this finds out whether the tree has an end.
    shown = fresh_copy(pytree)
    # Another copy to build on: what a `where` does to its argument must not reach the result.
    copy = fresh_copy(pytree)
    try:
        marked = mark(pytree, is_leaf)
    except RecursionError:
        raise too_deep() from None
    seen = where(shown)
    try:
        picked = where(marked.tree)
    except PLACEHOLDER_ERRORS as error:
        reason = f"`where` failed without them: {error}"
        raise _leaf_dependent(reason) from error
    selection = _Resolver(where, pytree, marked, is_leaf).resolve(copy, picked)
    _compare(selection, shown, seen)
    _reject_overlap(pytree, selection.paths)
    return selection


def node_at(pytree: Any, path: Path) -> Any:
    """The node at `path`."""
    for index in path:
        children = subnodes(pytree)
        pytree = children[index] if children is not None else None
    return pytree


@dataclasses.dataclass(frozen=True, slots=True)
class _Resolver:
    where: Where
    pytree: Any
    marked: MarkedTree
    is_leaf: IsLeaf

    def resolve(self, copy: Any, picked: Any) -> Selection:
        path = self.marked.path_of(picked)
        if path is not None:
            return Selection(copy, [path], single=True)
        if picked is None:
            return Selection(copy, [self._only_none(lambda result: result, [])], single=True)
        self._reject_static(picked)
        if not isinstance(picked, Sequence) or isinstance(picked, str | bytes):
            raise self._not_a_node(picked, "what `where` returned")
        found = [self.marked.path_of(node) for node in picked]
        certain = [path for path in found if path is not None]
        paths = [
            self._other_path(picked, index, certain) if path is None else path
            for index, path in enumerate(found)
        ]
        return Selection(copy, paths, single=False)

    def _other_path(self, picked: Sequence[Any], index: int, certain: list[Path]) -> Path:
        """The path of an element that is None; an error for anything else."""
        node = picked[index]
        if node is None:
            return self._only_none(lambda result: result[index], certain)
        self._reject_static(node)
        raise self._not_a_node(node, f"element {index} of what `where` returned")

    def _only_none(self, slot: Callable[[Any], Any], others: list[Path]) -> Path:
        """The path of the one `None` that is in no other picked node, and is not a leaf."""
        inside = {none for none in self.marked.nones for path in others if _holds(path, none)}
        nones = [none for none in self.marked.nones if none not in inside] or self.marked.nones
        if not nones:
            raise TypeError(
                "`where` returned None, and no node of `pytree` is None: select a node of "
                "`pytree` (does `where` lack a `return`?)"
            )
        if self._comes_from_elsewhere(slot):
            message = (
                "`where` picked a None that is not a node of `pytree`: the value of a static "
                "field, of a missing key, or of a missing `return`; what is None there is "
                f"{node_names(self.pytree, nones)}"
            )
            raise TypeError(message)
        if len(nones) > 1:
            message = (
                f"`where` picked None, and {len(nones)} nodes of `pytree` are None: "
                f"{node_names(self.pytree, nones)}; pass `is_leaf=lambda x: x is None` to tell "
                "them apart"
            )
            raise ValueError(message)
        return nones[0]

    def _comes_from_elsewhere(self, slot: Callable[[Any], Any]) -> bool:
        """Whether the picked None stays None where those of the tree are made leaves."""
        with_nones = mark(
            self.pytree, lambda x: x is None or (self.is_leaf is not None and self.is_leaf(x))
        )
        try:
            return slot(self.where(with_nones.tree)) is None
        except PLACEHOLDER_ERRORS:
            # It asks `x is None` on its way, which is allowed, and cannot be answered here.
            return False

    def _reject_static(self, value: Any) -> None:
        static = self.marked.static.get(id(value))
        if static is None:
            return
        owner = node_name(self.pytree, static.path)
        kind = type(node_at(self.pytree, static.path)).__name__
        message = (
            f"`where` picked {describe(static.value)}, which is not a node of `pytree`: "
            f"`{owner}.{static.field}` is a static field, so not part of the tree; to have "
            f"another value there, build the {kind} with it"
        )
        raise TypeError(message)

    def _not_a_node(self, value: Any, what: str) -> TypeError | ValueError:
        if isinstance(value, _UNORDERED_OR_UNSIZED):
            return TypeError(
                f"{what} is {describe(value)}, which is neither a node nor a sequence of nodes: "
                "write `tuple(...)` around it, if it holds nodes"
            )
        leaves = flatten(value)[0]
        if subnodes(value) and all(isinstance(leaf, Placeholder) for leaf in leaves):
            return ValueError(
                f"{what} is a {type(value).__name__} that holds nodes of `pytree` but is not one "
                "itself: return the nodes in one flat tuple"
            )
        if any(leaf is value for leaf in flatten(self.pytree)[0]):
            return TypeError(
                f"{what} is {describe(value)}, a constant or a leaf of the outer tree: select "
                "from the argument of `where`, which stands for `pytree`"
            )
        return TypeError(
            f"{what} is {describe(value)}, which is not a node of `pytree`: select nodes by "
            "attribute, index or key; to compute with what is there, use `replace_fn`"
        )


def _compare(selection: Selection, shown: Any, seen: Any) -> None:
    """Checks that what was shown, with its leaves, gave the nodes that the double gave."""
    if selection.single:
        same = _is_node(seen, shown, selection.paths[0])
    else:
        same = (
            isinstance(seen, Sequence)
            and len(seen) == len(selection.paths)
            and all(
                _is_node(node, shown, path)
                for node, path in zip(seen, selection.paths, strict=True)
            )
        )
    if not same:
        raise _leaf_dependent("with leaves hidden, it picked other nodes")


def _is_node(seen: Any, copy: Any, path: Path) -> bool:
    node = node_at(copy, path)
    if seen is node:
        return True
    # Not every object can be flattened: for a view of a dict, JAX warns.
    if type(seen) is not type(node):
        return False
    # A class may give out its children in containers made anew each time.
    seen_leaves, seen_treedef = flatten(seen)
    leaves, treedef = flatten(node)
    return seen_treedef == treedef and all(
        a is b for a, b in zip(seen_leaves, leaves, strict=True)
    )


def _leaf_dependent(reason: str) -> ValueError:
    return ValueError(
        "`where` must use only the structure of `pytree`, not the types, values or attributes "
        f"of its leaves ({reason}); to compute with a leaf, or to change a part of an array, "
        "select the leaf itself and use `replace_fn`; to choose by leaf, look at the outer tree: "
        "`lambda t: tuple(x for x, y in zip(t, pytree) if type(y) is int)`"
    )


def _holds(outer: Path, inner: Path) -> bool:
    return inner[: len(outer)] == outer


def _reject_overlap(pytree: Any, paths: list[Path]) -> None:
    ordered = sorted(set(paths))
    # In this order a node comes directly before one that it holds, if it holds any.
    for outer, inner in itertools.pairwise(ordered):
        if _holds(outer, inner):
            message = (
                f"`where` picked `{node_name(pytree, outer)}` and also "
                f"`{node_name(pytree, inner)}` inside it: pick one of the two, or call "
                "`tree_at` twice"
            )
            raise ValueError(message)
