"""The questions asked of a selector. Each is asked once, here, by linter and plugin alike."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from treelint.fullnames import LEAF_TYPES
from treelint.selector.model import (
    Attr,
    Computed,
    Container,
    Each,
    ForEach,
    Item,
    Leaves,
    Nodes,
    NotANode,
    Outer,
    Parameter,
    Path,
    Selection,
    Selector,
    Slice,
    Splat,
    Step,
    Test,
    TestKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def node_count(selection: Selection) -> int | None:
    """How many nodes are written out, one by one; None where that is not so, or not known."""
    if not isinstance(selection, Nodes) or not selection.container.is_sequence:
        return None
    if any(isinstance(item, Splat) for item in selection.items):
        return None
    return len(selection.items)


def selects_several(selection: Selection) -> bool:
    """Whether the selection is a new sequence of nodes, and no node itself."""
    return isinstance(selection, Nodes | ForEach) and selection.container.is_sequence


def is_empty(selection: Selection) -> bool:
    """Whether nothing is selected: `()` or `[]`."""
    return isinstance(selection, Nodes) and not selection.items


def is_identity(selector: Selector) -> bool:
    """Whether the selector gives back the tree itself."""
    return selector.body == Path(Parameter.TREE, (), selector.body.origin)


def paths(selection: Selection) -> Iterator[Path]:
    """Every path in a selection, in order."""
    match selection:
        case Path():
            yield selection
        case Nodes():
            for item in selection.items:
                yield from paths(item)
        case ForEach():
            yield from paths(selection.element)
        case Splat():
            yield from paths(selection.of)


def outer_paths(selection: Selection) -> Iterator[Path]:
    """The paths that start at a variable outside the selector, not at its parameter."""
    return (path for path in paths(selection) if isinstance(path.root, Outer))


def never_nodes(selection: Selection) -> Iterator[NotANode | Nodes | ForEach]:
    """What stands where a node should, and can never be one.

    A display inside a display is such a thing: it is made anew at each call. `()` is not, as
    a tree may hold an empty tuple.
    """
    if isinstance(selection, NotANode):
        yield selection
    for item in _written(selection):
        match item:
            case NotANode():
                yield item
            case Nodes(items=[_, *_]) | ForEach():
                yield item


def _written(selection: Selection) -> Iterator[Selection]:
    match selection:
        case Nodes(container=container) if container is not Container.DICT:
            yield from selection.items
        case ForEach():
            yield selection.element


def no_sequence(selection: Selection) -> Nodes | ForEach | None:
    """The selection, if it collects its nodes in something that `tree_at` does not take."""
    if isinstance(selection, Nodes | ForEach) and not selection.container.is_sequence:
        return selection
    return None


def duplicates(selection: Selection) -> Iterator[tuple[Path, Path]]:
    """Pairs of paths that name one and the same node."""
    for first, second in combinations(_written_paths(selection), 2):
        if first == second:
            yield first, second


def overlaps(selection: Selection) -> Iterator[tuple[Path, Path]]:
    """Pairs of paths of which the first leads to a node above the second's."""
    for first, second in combinations(_written_paths(selection), 2):
        short, long = sorted((first, second), key=lambda path: len(path.steps))
        if short.root != long.root or len(short.steps) == len(long.steps):
            continue
        if long.steps[: len(short.steps)] == short.steps:
            yield short, long


def _written_paths(selection: Selection) -> list[Path]:
    if not isinstance(selection, Nodes):
        return []
    return [
        item
        for item in selection.items
        if isinstance(item, Path) and all(map(_is_definite, item.steps))
    ]


def _is_definite(step: Step) -> bool:
    """Whether taking the step again leads to the same node."""
    match step:
        case Attr() | Item(key=None | bool() | int() | float() | complex() | str() | bytes()):
            return True
        case Item(key=Computed(stable=stable)):
            return stable
        case Slice(stable=stable):
            return stable
        case Each() | Leaves():
            return False
    return True


def leaf_tests(selector: Selector) -> Iterator[Test]:
    """The tests whose answer depends on what a leaf is, and not on the tree's structure."""
    return (test for test in selector.tests if _reads_leaf(test))


def _reads_leaf(test: Test) -> bool:
    if test.subject.root is not Parameter.TREE:
        return False
    match test.kind:
        case TestKind.TYPE | TestKind.INSTANCE:
            return bool(test.against) and all(name in LEAF_TYPES for name in test.against)
        case TestKind.PREDICATE:
            return True
        case TestKind.NUMBER:
            return is_leaf(test.subject) or _is_reached_by_items(test.subject)
        case TestKind.ARRAY_ATTRIBUTE | TestKind.TRUTH:
            return is_leaf(test.subject)


def is_leaf(path: Path) -> bool:
    """Whether the path is known, from itself alone, to lead to a leaf."""
    return (
        bool(path.steps) and isinstance(path.steps[-1], Leaves) and not path.steps[-1].has_is_leaf
    )


def _is_reached_by_items(path: Path) -> bool:
    """Whether no attribute is on the way, so that the node cannot be a static field."""
    return bool(path.steps) and all(isinstance(step, Item | Each) for step in path.steps)
